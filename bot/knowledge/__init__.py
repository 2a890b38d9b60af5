"""YAML files → Knowledge: read strictly, checked whole, frozen once."""
