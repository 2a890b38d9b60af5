"""What `make eval`, `make bench` and `make soak` run: how often we are right, what others reach, what it costs, if it lasts.

`questions` reads the question files, `typos` misspells them, `synthetic` makes knowledge large and hostile.
`quality` counts our outcomes; `peers` counts those of other matchers (`fuzzy`, `gazetteers`, `searching`, `learnt`)
over the same names, each at the floors that suit it best (`floors`); `cost` and `speed` measure time. `soak` runs a real process for long (`soaking` is what it does to it).
"""
