//! The examples of tests/cli/ and of README.md, run as they stand. `TRYCMD=overwrite` rewrites what they print.

#[test]
fn examples_print_what_they_show() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case("tests/cli/*.md")
        .case("README.md");
}
