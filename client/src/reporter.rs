//! A reporter's commands.

use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

macro_rules! placeholder {
    ($args:ident $f:ident) => {
        #[derive(Args)]
        pub(crate) struct $args {}
        pub(crate) async fn $f(_: $args, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> {
            Err(Failure::new("not yet"))
        }
    };
}
placeholder!(ReportArgs report);
placeholder!(CheckArgs check);
placeholder!(AnswerArgs answer);
placeholder!(ClaimArgs claim);
