module parley/meter

go 1.26
