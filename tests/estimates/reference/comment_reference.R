# Writes comment_reference.csv: what R makes of comment_codings.csv. Run here:
# Rscript comment_reference.R. R 4.2.2 with psych 2.2.9. Krippendorff's alpha is written from the
# pairs of values (Krippendorff 2011, section C), for the package irr isn't in Debian's R here.
suppressMessages(library(psych))

codings <- read.csv("comment_codings.csv")
found <- list()
add <- function(id, value) found[[length(found) + 1]] <<- data.frame(id = id, value = value)
themes <- c("struktur", "delaktighet", "tid_arbetsborda", "svart_sprak", "inget_tema")

# Alpha of values given unit by unit, with a function for the distance of two values
alpha <- function(units, distance) {
  units <- units[lengths(units) > 1]
  all <- do.call(c, units)
  n <- length(all)
  within <- sum(sapply(units, function(u) {
    total <- 0
    for (i in seq_along(u)) for (j in seq_along(u)) {
      if (i != j) total <- total + distance(u[[i]], u[[j]])
    }
    total / (length(u) - 1)
  })) / n
  any <- 0
  for (i in seq_len(n)) for (j in seq_len(n)) {
    if (i != j) any <- any + distance(all[[i]], all[[j]])
  }
  1 - within / (any / (n * (n - 1)))
}
masi <- function(a, b) {
  shared <- length(intersect(a, b))
  weight <- if (setequal(a, b)) 1 else if (all(a %in% b) || all(b %in% a)) 2 / 3 else
    if (shared > 0) 1 / 3 else 0
  1 - weight * shared / length(union(a, b))
}
differ <- function(a, b) as.numeric(a != b)

sets <- lapply(split(codings, codings$comment),
               function(one) unname(split(one$theme, one$coder)))
add("alpha.alla", alpha(sets, masi))
for (theme in themes) {
  units <- lapply(sets, function(unit) as.list(sapply(unit, function(set) theme %in% set)))
  add(paste0("alpha.", theme), alpha(units, differ))
  # The two coders who have coded every comment
  first <- sapply(units, `[[`, 1)
  second <- sapply(units, `[[`, 2)
  kappa <- cohen.kappa(table(factor(first, c(TRUE, FALSE)), factor(second, c(TRUE, FALSE))))
  add(paste0("kappa.", theme, ".", c("low", "value", "high")), kappa$confid[1, ])
  yes <- sapply(units, function(unit) mean(unlist(unit)))
  add(paste0("count.", theme), sum(yes > 0.5))
  add(paste0("split.", theme), sum(yes == 0.5))
  add(paste0("wilson.", theme, ".", c("low", "high")),
      prop.test(sum(yes > 0.5), length(yes), correct = FALSE)$conf.int)
}

write.csv(do.call(rbind, found), "comment_reference.csv", row.names = FALSE, quote = FALSE)
