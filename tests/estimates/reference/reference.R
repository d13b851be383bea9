# Writes reference.csv: what R makes of panel.csv. Run in this folder: Rscript reference.R
# R 4.2.2 with survey 4.1-1, plm 2.6-2, sandwich 3.0-2, quadprog 1.5-8.
suppressMessages({library(survey); library(plm); library(sandwich); library(quadprog)})

panel <- read.csv("panel.csv")
found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)

# Groups after the fact box, from the years of starting: 2018 and 2020
panel$group <- with(panel, ifelse(first_year == 0 | first_year > 2020, "inte_anvant",
                           ifelse(first_year > 2018, "borjat_mellan", "anvant_bada")))
waves <- merge(subset(panel, year == 2018), subset(panel, year == 2020),
               by = c("municipality", "stratum", "group"), suffixes = c("_first", "_second"))
waves <- subset(waves, !is.na(share_first) & !is.na(share_second))

# Means of a group and their intervals; changes of weighted means
for (name in c("inte_anvant", "borjat_mellan", "anvant_bada")) {
  one <- subset(panel, group == name & year == 2020 & !is.na(share))
  for (weighting in c("oviktad", "viktad")) {
    one$w <- if (weighting == "viktad") one$n else 1
    mean <- svymean(~share, svydesign(ids = ~1, weights = ~w, data = one))
    limits <- confint(mean, df = nrow(one) - 1)
    add(paste("mean", name, weighting, c("estimate", "se", "ci_low", "ci_high"), sep = "."),
        c(coef(mean), SE(mean), limits))
    pair <- subset(waves, group == name)
    pair$w1 <- if (weighting == "viktad") pair$n_first else 1
    pair$w2 <- if (weighting == "viktad") pair$n_second else 1
    pair$y1 <- pair$w1 * pair$share_first
    pair$y2 <- pair$w2 * pair$share_second
    totals <- svytotal(~y1 + w1 + y2 + w2, svydesign(ids = ~1, weights = ~1, data = pair))
    change <- svycontrast(totals, quote(y2 / w2 - y1 / w1))
    add(paste("change", name, weighting, c("estimate", "se"), sep = "."),
        c(coef(change), SE(change)))
  }
}

# Difference-in-differences. plm has no weights in two-way models: lm with dummies for the others
long <- subset(panel, year %in% c(2018, 2020) & group != "anvant_bada" &
                 municipality %in% waves$municipality)
long$began <- as.numeric(long$group == "borjat_mellan" & long$year == 2020)
clusters <- length(unique(long$municipality))
two_way <- plm(share ~ began, long, index = c("municipality", "year"), effect = "twoways")
robust <- vcovHC(two_way, method = "arellano", type = "sss", cluster = "group")
add(paste("did.kommun_ar.oviktad", c("estimate", "se", "p"), sep = "."),
    c(coef(two_way), sqrt(diag(robust)),
      2 * pt(-abs(coef(two_way) / sqrt(diag(robust))), clusters - 1)))
for (weighting in c("oviktad", "viktad")) {
  for (model in c("kommun_ar", "kommun_skr_ar")) {
    times <- if (model == "kommun_ar") "factor(year)" else "factor(year):stratum"
    long$w <- if (weighting == "viktad") long$n else 1
    fit <- lm(as.formula(paste("share ~ began + factor(municipality) +", times)), long, weights = w)
    robust <- vcovCL(fit, ~municipality, type = "HC0", cadjust = FALSE)["began", "began"]
    add(paste("did", model, weighting, c("estimate", "se"), "lm", sep = "."),
        c(coef(fit)["began"], sqrt(robust * clusters / (clusters - 1))))
  }
}

# Callaway & Sant'Anna 2021 without covariates, never treated as controls, from their formulas
# (the package did isn't in Debian). On its data mpdta the same function gives -0.0399513 and
# 0.0120340, as did's aggte(type = "simple").
simple_att <- function(wide, starts, years) {
  n <- nrow(wide)
  groups <- sort(unique(starts[starts > 0]))
  cells <- list()
  for (g in groups) for (t in years[years >= g]) {
    base <- max(years[years < g])
    change <- wide[, as.character(t)] - wide[, as.character(base)]
    treated <- starts == g
    control <- starts == 0
    att <- mean(change[treated]) - mean(change[control])
    psi <- treated / mean(treated) * (change - mean(change[treated])) -
      control / mean(control) * (change - mean(change[control]))
    cells[[length(cells) + 1]] <- list(g = g, att = att, psi = psi, share = mean(treated))
  }
  att <- sapply(cells, `[[`, "att")
  share <- sapply(cells, `[[`, "share")
  weight <- share / sum(share)
  psi <- sapply(cells, `[[`, "psi")
  # the weights are estimated too
  one <- sapply(cells, function(cell) (starts == cell$g) - cell$share)
  psi_weight <- one / sum(share) - outer(rowSums(one), share / sum(share)^2)
  total <- psi %*% weight + psi_weight %*% att
  c(estimate = sum(weight * att), se = sqrt(mean(total^2) / n))
}
wide <- reshape(panel[c("municipality", "year", "share")], direction = "wide",
                idvar = "municipality", timevar = "year")
names(wide) <- sub("share.", "", names(wide), fixed = TRUE)
wide <- wide[complete.cases(wide), ]
starts <- panel$first_year[match(wide$municipality, panel$municipality)]
kept <- starts == 0 | starts > 2014
add(paste("staggered", c("estimate", "se"), sep = "."),
    simple_att(wide[kept, ], starts[kept], c(2014, 2015, 2016, 2018, 2020, 2022)))

# Verdict: the 90 % interval, TOST and the smallest effect of an estimate 0.01 with se 0.004, 40 df
add(paste("verdict", c("low", "high", "p", "detectable"), sep = "."),
    c(0.01 + c(-1, 1) * qt(0.95, 40) * 0.004,
      max(pt((0.01 - 0.02) / 0.004, 40), pt(-(0.01 + 0.02) / 0.004, 40)),
      0.004 * (qt(1 - 0.05 / 2, 40) + qt(0.8, 40))))

# Synthetic control of the first municipality by those that never began: exact quadratic program
early <- as.character(c(2014, 2015, 2016, 2018))
first <- wide$municipality[starts > 0][1]
own <- as.numeric(wide[wide$municipality == first, early])
donors <- t(as.matrix(wide[starts == 0, early]))
size <- ncol(donors)
program <- solve.QP(crossprod(donors) + 1e-4 * diag(size), crossprod(donors, own),
                    cbind(rep(1, size), diag(size)), c(1, rep(0, size)), meq = 1)
add(paste("synthetic", first, wide$municipality[starts == 0], sep = "."), program$solution)


write.csv(do.call(rbind, found), "reference.csv", row.names = FALSE, quote = FALSE)
# Where mpdta of the package did has been exported beside this script: the check named above
if (file.exists("mpdta.csv")) {
  mpdta <- read.csv("mpdta.csv")
  counties <- reshape(mpdta[c("countyreal", "year", "lemp")], direction = "wide",
                      idvar = "countyreal", timevar = "year")
  names(counties) <- sub("lemp.", "", names(counties), fixed = TRUE)
  print(simple_att(counties, mpdta$first.treat[match(counties$countyreal, mpdta$countyreal)],
                   2003:2007), digits = 7)
}
