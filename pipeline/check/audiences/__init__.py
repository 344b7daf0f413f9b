"""Who reads a finding, and in which words: the bureau, which reads all of it, and each workstation its own."""
