-- Every page and row, not whether each index agrees: "ok", or the first thing that is wrong.
PRAGMA quick_check(1)
