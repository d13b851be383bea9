# Writes staff_reference.csv. Run here: Rscript staff_reference.R <folder>, where the folder holds
# R/confIntProportion.R and R/is.wholenumber.R of the R package biostatUZH
# (github.com/felix-hof/biostatUZH, commit b05b3310), whose confIntPairedProportion is Newcombe's
# method 10. R 4.2.2. The table `bare` is Bentur et al. (2009), for which Fagerland, Lydersen and Laake
# (2014, Statistics in Medicine 33:2850-2875) print -0.507 to -0.026.
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("is.wholenumber.R", "confIntProportion.R")) source(file.path(folder, name))

found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)

# The first table is that of Altman et al. (2000), Statistics with Confidence, table 6.2.
tables <- list(altman = c(14, 5, 0, 22), level = c(30, 10, 20, 15), apart = c(4, 12, 9, 2),
               bare = c(1, 1, 7, 12))
for (name in names(tables)) {
  cells <- matrix(tables[[name]], 2, byrow = TRUE)
  for (level in c(0.95, 0.90)) {
    ci <- confIntPairedProportion(cells, conf.level = level)$newcombeCI
    add(paste(name, level, "low", sep = "."), ci[[1]])
    add(paste(name, level, "high", sep = "."), ci[[length(ci)]])
  }
  changed <- cells[1, 2] + cells[2, 1]
  add(paste(name, "mcnemar", sep = "."), binom.test(cells[1, 2], changed)$p.value)
}

# The score test with the finite population correction, solved for where it is just not refused.
score <- function(p, count, n, total) {
  variance <- p * (1 - p) / n * (total - n) / (total - 1)
  (count / n - p)^2 - qnorm(0.975)^2 * variance
}
for (case in list(c(12, 20, 50), c(3, 18, 25), c(40, 164, 312))) {
  ends <- c(
    uniroot(score, c(1e-12, case[1] / case[2]), count = case[1], n = case[2], total = case[3],
            tol = 1e-14)$root,
    uniroot(score, c(case[1] / case[2], 1 - 1e-12), count = case[1], n = case[2], total = case[3],
            tol = 1e-14)$root
  )
  name <- paste(case, collapse = "_")
  add(paste("finite", name, "low", sep = "."), ends[1])
  add(paste("finite", name, "high", sep = "."), ends[2])
}

# Separate groups: Newcombe's hybrid score interval as prop.test doesn't have it, from its parts.
wilson_ends <- function(count, n) prop.test(count, n, correct = FALSE)$conf.int
before <- wilson_ends(28, 40); after <- wilson_ends(41, 50)
d <- 41 / 50 - 28 / 40
add("separate.low", d - sqrt((41 / 50 - after[1])^2 + (before[2] - 28 / 40)^2))
add("separate.high", d + sqrt((after[2] - 41 / 50)^2 + (28 / 40 - before[1])^2))
add("separate.p", prop.test(c(28, 41), c(40, 50), correct = FALSE)$p.value)

table <- do.call(rbind, found)
table$value <- signif(table$value, 12)
write.csv(table, "staff_reference.csv", row.names = FALSE, quote = FALSE)
