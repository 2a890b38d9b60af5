"""What `make eval` and `make bench` run: how often we are right, what others reach, what an answer costs.

`questions` reads the question files, `typos` misspells them, `synthetic` makes knowledge large and hostile.
`quality` counts our outcomes; `peers` counts those of other matchers (`fuzzy`, `gazetteers`, `searching`, `learnt`)
over the same names, each at the floors that suit it best (`floors`); `cost` and `speed` measure time.

What attacks us, each run by itself as `python -m benchmarks.<name>`: `text_attacks` (`shapes`), `yaml_fuzz` (`mutants`),
`injection`, and `reloads` (`editions`).
"""
