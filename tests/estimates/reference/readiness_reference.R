# Writes readiness_reference.csv: what R makes of readiness.csv. Run here: Rscript
# readiness_reference.R. R 4.2.2 with sandwich 3.0-2.
suppressMessages(library(sandwich))

answers <- read.csv("readiness.csv")
found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)

# van der Eijk's A, written from the article's formulas: layers taken off from the bottom
pattern_agreement <- function(pattern) {
  size <- length(pattern)
  triples <- combn(pattern, 3)
  codes <- apply(triples, 2, paste, collapse = "")
  unimodal <- sum(codes %in% c("110", "011"))
  gap <- sum(codes == "101")
  u <- 1
  if (unimodal + gap > 0)
    u <- ((size - 2) * unimodal - (size - 1) * gap) / ((size - 2) * (unimodal + gap))
  u * (1 - (sum(pattern) - 1) / (size - 1))
}
agreement <- function(counts) {
  n <- sum(counts)
  total <- 0
  while (sum(counts) > 0) {
    pattern <- as.integer(counts > 0)
    least <- min(counts[counts > 0])
    total <- total + pattern_agreement(pattern) * least * sum(pattern) / n
    counts <- counts - least * pattern
  }
  total
}

for (name in unique(answers$statement)) {
  rows <- answers[answers$statement == name, ]
  rows$role <- factor(rows$role)
  counts <- as.vector(table(factor(rows$level, 0:3)))
  add(paste(name, "agreement", sep = "."), agreement(counts))
  add(paste(name, c("share", "low", "high"), sep = "."),
      c(counts[4] / sum(counts),
        prop.test(counts[4], sum(counts), correct = FALSE)$conf.int))
  test <- kruskal.test(level ~ role, rows)
  add(paste(name, c("h", "p"), sep = "."), c(test$statistic, test$p.value))
  model <- aov(level ~ role, rows)
  means <- sort(tapply(rows$level, rows$role, mean))
  pair <- names(means)[c(1, length(means))]
  tukey <- TukeyHSD(model)$role
  at <- which(sapply(strsplit(rownames(tukey), "-"), function(roles) setequal(roles, pair)))
  add(paste(name, c("gap", "gap_low", "gap_high"), sep = "."),
      c(abs(tukey[at, "diff"]), sort(sign(tukey[at, "diff"]) * tukey[at, c("lwr", "upr")])))
  add(paste(name, "within", sep = "."), sqrt(deviance(model) / df.residual(model)))
}

# The mean over all answers, with errors clustered on the person and no small-sample factor
mean_model <- lm(level ~ 1, answers)
add(c("theme.mean", "theme.se"),
    c(coef(mean_model),
      sqrt(vcovCL(mean_model, ~person, type = "HC0", cadjust = FALSE)[1, 1])))

values <- do.call(rbind, found)
values$value <- signif(values$value, 12)
write.csv(values, "readiness_reference.csv", row.names = FALSE, quote = FALSE)
