# Writes review_reference.csv: what R makes of the numbers in tests/estimates/test_review*.py. Run
# here: Rscript review_reference.R. R 4.2.2 with psych 2.2.9.
suppressMessages(library(psych))

found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)

# Documents needed in each of two periods to find a drop of 15 points
for (share in c(0.95, 0.80, 0.50)) {
  needed <- power.prop.test(p1 = share, p2 = share - 0.15, power = 0.8)$n
  add(paste0("detect.", share), needed)
}

# Wilson's interval, alone and as the root of the score with the finite population's variance,
# p(1-p)/n * (N-n)/(N-1) (Cochran 1977, section 3.2)
add(paste0("wilson.", c("low", "high")), prop.test(21, 40, correct = FALSE)$conf.int)
z <- qnorm(0.975)
score <- function(p, count, n, N) (count / n - p) / sqrt(p * (1 - p) / n * (N - n) / (N - 1))
for (case in list(c(21, 40, 155), c(3, 28, 135))) {
  share <- case[1] / case[2]
  low <- uniroot(function(p) score(p, case[1], case[2], case[3]) - z, c(1e-9, share), tol = 1e-12)
  high <- uniroot(function(p) score(p, case[1], case[2], case[3]) + z, c(share, 1 - 1e-9),
                  tol = 1e-12)
  add(paste("finite", case[1], c("low", "high"), sep = "."), c(low$root, high$root))
}

# A change of shares, its chi-square divided by a design effect of 1.5 (Rao & Scott 1992)
square <- prop.test(c(60, 52), c(90, 64), correct = FALSE)$statistic
add("change.p", pchisq(square, 1, lower.tail = FALSE))
add("change.deff.p", pchisq(square / 1.5, 1, lower.tail = FALSE))

# The orange juice cans of qcc's data set orangejuice (Montgomery 2013, table 7.1), limits as in
# qcc: limits.p, and Laney's as published
cans <- c(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15,
          9, 12, 7, 13, 9, 6)
size <- rep(50, 30)
centre <- sum(cans) / sum(size)
sd <- sqrt(centre * (1 - centre) / size)
scores <- (cans / size - centre) / sd
add("cans.centre", centre)
add(c("cans.lower", "cans.upper"), centre + c(-3, 3) * sd[1])
add("cans.sigma_z", mean(abs(diff(scores))) / 1.128)
add("cans.dispersion", pchisq(sum(scores^2), 29, lower.tail = FALSE))

# A change of level after the tenth point as the deviance of two binomial models
first <- cans[1:24]
before <- glm(cbind(first, 50 - first) ~ 1, binomial)
after <- glm(cbind(first, 50 - first) ~ I(seq_along(first) > 10), binomial)
add("shift.ratio", deviance(before) - deviance(after))

# Agreement of two reviewers: Cohen's kappa with the interval of psych
judged <- matrix(c(40, 5, 2, 6, 25, 3, 1, 2, 16), 3)
kappa <- cohen.kappa(judged)
add(paste0("kappa.", c("low", "value", "high")), kappa$confid[1, ])

# Krippendorff's nominal alpha of the same by his definition (2011, section B)
n <- sum(judged) * 2
margin <- rowSums(judged) + colSums(judged)
expected <- (n^2 - sum(margin^2)) / (n * (n - 1))
add("alpha.pairs", 1 - (1 - sum(diag(judged)) / sum(judged)) / expected)

write.csv(do.call(rbind, found), "review_reference.csv", row.names = FALSE)
