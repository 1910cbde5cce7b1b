"""The library of scenarios: YAML files, one account each, shipped with the program."""
