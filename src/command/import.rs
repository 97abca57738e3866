use std::process::ExitCode;
pub fn run(
    _: crate::cli::Import,
    _: &crate::command::terminal::Terminal,
) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
