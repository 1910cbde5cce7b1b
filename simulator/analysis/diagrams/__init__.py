"""Decision diagrams, compiled: sets of states, chances and functions of thousands of millions of states, in
thousands of nodes. They know fields, values and levels, and nothing of scenarios and rules."""
