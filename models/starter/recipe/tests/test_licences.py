"""Licences are read, not guessed."""

import json
import tempfile
import unittest
from pathlib import Path

from recipe.licences import is_accepted, licence_of_text, normalised
from recipe.metadata import Licence, language_of, licence_of, repository_of
from recipe.tests.test_archives import tar_of, zip_of

MIT = (
    "Permission is hereby granted, free of charge, to any person\n"
    "obtaining a copy of this software and associated documentation files"
)
BSD = "Redistribution and use in source and binary forms, with or without modification, are permitted"


class Licences(unittest.TestCase):
    """Expressions and texts."""

    def test_accepts_an_expression_that_leaves_a_permissive_choice(self) -> None:
        for expression in ("MIT", "MIT OR Apache-2.0", "Apache-2.0 AND MIT", "GPL-3.0-only OR MIT"):
            self.assertTrue(is_accepted(expression), expression)
        for expression in (
            "",
            "MPL-2.0",
            "MIT AND MPL-2.0",
            "GPL-3.0-only",
            "(MIT OR ISC) AND GPL-3.0",
            "BSD",
        ):
            self.assertFalse(is_accepted(expression), expression)

    def test_reads_the_older_form_of_crates(self) -> None:
        self.assertEqual(normalised("MIT/Apache-2.0"), "MIT OR Apache-2.0")

    def test_tells_licences_by_their_text(self) -> None:
        self.assertEqual(licence_of_text(MIT), "MIT")
        self.assertEqual(licence_of_text("Apache License\n  Version 2.0, January 2004"), "Apache-2.0")
        mozilla = "Mozilla Public License, version 2.0 … the GNU General Public License, Version 2.0"
        self.assertEqual(licence_of_text(mozilla), "MPL-2.0")
        self.assertEqual(licence_of_text(BSD), "BSD-2-Clause")
        self.assertEqual(licence_of_text(f"{BSD}\nNeither the name of X nor"), "BSD-3-Clause")

    def test_does_not_tell_what_is_not_clear(self) -> None:
        for text in ("All rights reserved.", f"{MIT}\n{BSD}", f"{MIT}\nGNU General Public License"):
            self.assertIsNone(licence_of_text(text))
        self.assertIsNone(licence_of_text(f"{BSD}\nAll advertising materials mentioning features"))


class Metadata(unittest.TestCase):
    """What a package says of itself."""

    def setUp(self) -> None:
        """Make a folder for archives."""
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_reads_a_package_of_npm(self) -> None:
        said = {"license": "ISC", "repository": {"url": "git+https://github.com/Isaacs/node-lru-cache.git"}}
        archive = tar_of(self.folder, {"package/package.json": json.dumps(said).encode()})
        self.assertEqual(licence_of("npm", "x", "1.0.0", archive), Licence("ISC", "package.json"))
        self.assertEqual(repository_of(archive), "isaacs/node-lru-cache")

    def test_tells_typescript_by_its_amount_and_without_declarations(self) -> None:
        much = b" " * 60_000
        self.assertEqual(language_of("npm", tar_of(self.folder, {"package/a.ts": much})), "ts")
        self.assertEqual(language_of("npm", tar_of(self.folder, {"package/a.d.ts": much})), "js")

    def test_believes_a_wheels_older_field_only_if_it_is_an_identifier(self) -> None:
        for field, expected in (
            ("License-Expression: MIT AND ISC", Licence("MIT AND ISC", "License-Expression")),
            ("License: BSD-3-Clause", Licence("BSD-3-Clause", "License")),
            ("License: BSD", Licence("", "")),
            ("Classifier: License :: OSI Approved :: MIT License", Licence("", "")),
        ):
            wheel = zip_of(self.folder, {"x-1.dist-info/METADATA": f"Name: x\n{field}\n".encode()})
            self.assertEqual(licence_of("pypi", "x", "1", wheel), expected, field)

    def test_reads_licence_files_where_nothing_else_is_said(self) -> None:
        module = zip_of(self.folder, {"example.org/x@v1.0.0/LICENSE": MIT.encode()}, ".zip")
        self.assertEqual(licence_of("go", "example.org/x", "v1.0.0", module), Licence("MIT", "LICENSE"))

    def test_wants_every_licence_file_to_be_understood(self) -> None:
        files = {"example.org/x@v1/LICENSE": MIT.encode(), "example.org/x@v1/COPYING": b"Ask us."}
        module = zip_of(self.folder, files, ".zip")
        self.assertEqual(licence_of("go", "example.org/x", "v1", module), Licence("", ""))
