# Writes case_reference.csv: what R makes of cases.csv and months.csv. Run here: Rscript
# case_reference.R. R 4.2.2 with survival 3.5-3, MASS 7.3-58.2, sandwich 3.0-2, nlme 3.1-162.
suppressMessages({library(survival); library(MASS); library(sandwich); library(nlme)})

cases <- read.csv("cases.csv")
found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)

# Cox's model with robust errors (no small-sample factor), its test, log-rank, quartiles
model <- coxph(Surv(days, decided) ~ after + second + third, cases, cluster = worker,
               ties = "efron")
add(paste("cox", names(coef(model)), "coef", sep = "."), coef(model))
add(paste("cox", names(coef(model)), "se", sep = "."), sqrt(diag(vcov(model))))
alone <- coxph(Surv(days, decided) ~ after + second + third, cases, robust = TRUE, ties = "efron")
add("cox.after.alone", sqrt(vcov(alone)[1, 1]))
add(c("zph.statistic", "zph.p"), cox.zph(model, terms = FALSE)$table["after", c("chisq", "p")])
add("logrank", survdiff(Surv(days, decided) ~ after, cases)$chisq)
curve <- survfit(Surv(days, decided) ~ 1, cases, conf.type = "log-log")
quartiles <- quantile(curve, c(0.25, 0.5, 0.75))
add(paste("quantile", c(25, 50, 75), sep = "."), quartiles$quantile)
add(paste("quantile", c(25, 50, 75), "low", sep = "."), quartiles$lower)
add(paste("quantile", c(25, 50, 75), "high", sep = "."), quartiles$upper)
for (day in c(7, 28, 63)) {
  one <- summary(curve, times = day)
  add(paste("curve", day, c("share", "low", "high"), sep = "."), c(one$surv, one$lower, one$upper))
}

# Least squares, clustered and not
linear <- lm(log(days + 1) ~ after + second + third, cases)
add("ols.coef", coef(linear)["after"])
add("ols.clustered", sqrt(vcovCL(linear, ~worker, type = "HC1")["after", "after"]))
add("ols.hc1", sqrt(vcovHC(linear, type = "HC1")["after", "after"]))

# Counts
counts <- list(nb = glm.nb(goals ~ after + second + third, cases,
                           control = glm.control(epsilon = 1e-12, maxit = 200)),
               poisson = glm(goals ~ after + second + third, poisson, cases))
for (name in names(counts)) {
  fit <- counts[[name]]
  robust <- vcovCL(fit, ~worker, type = "HC1")
  add(paste(name, c("coef", "se"), sep = "."), c(coef(fit)["after"], sqrt(robust[2, 2])))
  x <- model.matrix(fit)
  with <- without <- x
  with[, "after"] <- 1
  without[, "after"] <- 0
  high <- exp(with %*% coef(fit))
  low <- exp(without %*% coef(fit))
  gradient <- colMeans(with * c(high)) - colMeans(without * c(low))
  add(paste(name, c("difference", "difference.se"), sep = "."),
      c(mean(high - low), sqrt(gradient %*% robust %*% gradient)))
}
add("nb.alpha", 1 / counts$nb$theta)
gain <- 2 * as.numeric(logLik(counts$nb) - logLik(counts$poisson))
add("overdispersion.gain", gain)

# The interrupted series: break at month 567, three months set apart, two Fourier pairs
months <- subset(read.csv("months.csv"), month < 567 | month >= 570)
months$time <- months$month - 570
months$after <- as.numeric(months$month >= 570)
months$later <- months$time * months$after
for (k in 1:2) {
  months[[paste0("sin", k)]] <- sin(2 * pi * k * months$month / 12)
  months[[paste0("cos", k)]] <- cos(2 * pi * k * months$month / 12)
}
# Once as it is and once with months that follow each other, by a rule that the test repeats
noise <- sin(seq_len(nrow(months))^2)
months$alike <- months$log_days + as.numeric(stats::filter(0.05 * noise, 0.7, "recursive"))
apart <- abs(outer(months$month, months$month, "-"))
for (outcome in c("log_days", "alike")) {
  formula <- reformulate(c("time", "after", "later", "sin1", "cos1", "sin2", "cos2"), outcome)
  series <- gls(formula, months, correlation = corCAR1(0.2, ~month), method = "REML")
  r <- coef(series$modelStruct$corStruct, unconstrained = FALSE)
  X <- model.matrix(formula, months)
  # Satterthwaite's degrees of freedom, with derivatives by differences
  V <- function(theta) theta[1] * theta[2]^apart
  covariance <- function(theta) solve(t(X) %*% solve(V(theta)) %*% X)
  theta <- c(series$sigma^2, r)
  inverse <- solve(V(theta))
  P <- inverse - inverse %*% X %*% covariance(theta) %*% t(X) %*% inverse
  slope <- function(f, k) {
    h <- replace(c(0, 0), k, 1e-5 * theta[k])
    (f(theta + h) - f(theta - h)) / (2 * h[k])
  }
  turned <- lapply(1:2, function(k) P %*% slope(V, k))
  information <- outer(1:2, 1:2, Vectorize(function(i, j) sum(diag(turned[[i]] %*% turned[[j]])) / 2))
  add(paste("its", outcome, "correlation", sep = "."), r)
  for (name in c("time", "after", "later")) {
    gradient <- sapply(1:2, function(k) slope(covariance, k)[name, name])
    df <- 2 * vcov(series)[name, name]^2 / (gradient %*% solve(information, gradient))
    add(paste("its", outcome, name, c("coef", "se", "df"), sep = "."),
        c(coef(series)[name], sqrt(vcov(series)[name, name]), df))
  }
}

write.csv(do.call(rbind, found), "case_reference.csv", row.names = FALSE, quote = FALSE)
