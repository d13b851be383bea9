# Writes goals_reference.csv: what R makes of goals.csv. Run in this folder: Rscript goals.R
# R 4.2.2 with sandwich 3.0-2, survival 3.5-3, lme4 1.1-31.
suppressMessages({library(sandwich); library(survival); library(lme4)})

goals <- read.csv("goals.csv")
found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)

# Shares clustered on person: of goals, and a ratio (sub-goals)
clustered <- function(id, success, person) {
  fit <- glm(success ~ 1, binomial)
  error <- sqrt(vcovCL(fit, person, type = "HC0", cadjust = TRUE)[1, 1])
  reach <- qt(0.975, length(unique(person)) - 1) * error
  add(paste0(id, c(".estimate", ".ci_low", ".ci_high")), plogis(coef(fit) + c(0, -reach, reach)))
}
clustered("share", goals$success, goals$person)
long <- goals[rep(seq_len(nrow(goals)), goals$n), ]
long$with <- unlist(lapply(seq_len(nrow(goals)), function(i)
  rep(c(1, 0), c(goals$count[i], goals$n[i] - goals$count[i]))))
clustered("ratio", long$with, long$person)
wilson <- prop.test(37, 81, correct = FALSE)
add(paste0("wilson.", c("ci_low", "ci_high")), wilson$conf.int)

# Paired states
up <- sum(goals$reached < goals$present)
down <- sum(goals$reached > goals$present)
add("sign.p", binom.test(up, up + down)$p.value)
add("wilcoxon.p", suppressWarnings(
  wilcox.test(goals$present, goals$reached, paired = TRUE, exact = FALSE)$p.value))
pairs <- table(factor(goals$present, 0:4), factor(goals$reached, 0:4))
d <- (rowSums(pairs) - colSums(pairs))[1:4]
v <- (-(pairs + t(pairs)) + diag(rowSums(pairs) + colSums(pairs)))[1:4, 1:4]
chi2 <- drop(t(d) %*% solve(v) %*% d)
add(c("marginal.chi2", "marginal.p"), c(chi2, pchisq(chi2, 4, lower.tail = FALSE)))
two <- table(goals$present > 1, goals$reached > 1)  # with two categories it is McNemar's test
mcnemar <- mcnemar.test(two, correct = FALSE)
add(c("mcnemar.chi2", "mcnemar.p"), c(mcnemar$statistic, mcnemar$p.value))

# Kaplan-Meier with persons as clusters
curve <- survfit(Surv(days, event) ~ 1, data = goals, cluster = person, conf.type = "log-log")
for (day in c(30, 120, 300, 600)) {
  at <- summary(curve, times = day)
  add(paste0("km.", day, c(".share", ".ci_low", ".ci_high")), 1 - c(at$surv, at$upper, at$lower))
}
for (share in c(0.25, 0.5, 0.75)) {
  q <- quantile(curve, share)
  add(paste0("km.q", share * 100, c(".day", ".ci_low", ".ci_high")),
      c(q$quantile, q$lower, q$upper))
}

# Shrinkage: a random intercept for provider, with and without an offset for case mix
totals <- aggregate(cbind(success, n = 1) ~ provider, transform(goals, n = 1), sum)
totals$offset <- qlogis(0.45 + 0.02 * totals$provider)
for (model in c("plain", "offset")) {
  totals$o <- if (model == "plain") qlogis(0.5) else totals$offset
  fit <- glmer(cbind(success, n - success) ~ 1 + (1 | provider) + offset(o), totals, binomial,
               nAGQ = 25)
  level <- fixef(fit)[[1]]
  spread <- attr(VarCorr(fit)$provider, "stddev")[[1]]
  add(paste0("glmer.", model, c(".level", ".spread")), c(level, spread))
  for (i in seq_len(nrow(totals))) {
    density <- function(u) dbinom(totals$success[i], totals$n[i], plogis(totals$o[i] + level + u)) *
      dnorm(u, 0, spread)
    whole <- integrate(density, -8, 8, rel.tol = 1e-10)$value
    mean <- integrate(function(u) plogis(qlogis(0.5) + level + u) * density(u), -8, 8,
                      rel.tol = 1e-10)$value / whole
    low <- uniroot(function(q) integrate(density, -8, q, rel.tol = 1e-10)$value / whole - 0.025,
                   c(-4, 4), tol = 1e-10)$root
    add(paste0("glmer.", model, ".", totals$provider[i], c(".mean", ".low")),
        c(mean, plogis(qlogis(0.5) + level + low)))
  }
}

# Quantiles of the binomial distribution: control limits
add(paste0("limit.", c("low_95", "high_95", "low_998", "high_998")),
    qbinom(c(0.025, 0.975, 0.001, 0.999), 87, 0.55) / 87)

write.csv(do.call(rbind, found), "goals_reference.csv", row.names = FALSE)
