//! The `scorecard` program.

mod cli;

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(cli::main() as u8)
}
