"""What `make eval`, `make bench` and `make soak` run: how often we are right, what others reach, what it costs, if it lasts.

`questions` reads the question files, `typos` misspells them, `synthetic` makes knowledge large and hostile.
`quality` counts our outcomes; `peers` counts those of other matchers (`fuzzy`, `gazetteers`, `searching`, `learnt`)
over the same names, each at the floors that suit it best (`floors`); `cost` and `speed` measure time.

What attacks us, each run by itself as `python -m benchmarks.<name>`: `text_attacks` (`shapes`), `yaml_fuzz` (`mutants`),
`injection`, `fuzz` (`hostile`), and `reloads` (`editions`). What fails around us: `slack_failing`, `stores` (`postgres`,
`claimer`, `asking`), `kills` (`fleet`); `soak` runs a real process for long (`soaking` is what it does to it).
`mutations` takes every guard away, one at a time, and sees its test fail.
"""
