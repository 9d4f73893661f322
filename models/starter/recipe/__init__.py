"""The recipe of Hearth's starter model: from public packages to a GGUF file. README.md has the commands."""
