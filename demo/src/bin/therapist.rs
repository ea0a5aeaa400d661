//! A command-line therapist for tests in other languages: one operation of the desk per call, JSON output.
//!
//! Each call signs in, syncs the desk, runs one command and exits. No state is kept between calls. Passwords are
//! visible in the process arguments, so use it for invented people only.

use std::io::Write as _;
use std::process::ExitCode;

use casebook::plan::AssignmentForm;
use clap::{Parser, Subcommand};
use demo::seed::PASSWORD;
use demo::therapist::{Error, NewTherapist, Therapist, now};
use desk::care::Inviting;
use serde_json::{Value, json};

/// Acts as a therapist with the portal's own desk.
#[derive(Parser)]
struct Options {
    /// The server's address.
    #[arg(long, default_value = "http://localhost:8087")]
    origin: String,
    /// The sign-in name.
    #[arg(long, default_value = "m.osei")]
    handle: String,
    /// The account's password.
    #[arg(long, default_value = PASSWORD)]
    password: String,
    #[command(subcommand)]
    command: Command,
}

fn inviting(text: &str) -> Result<Inviting, serde_json::Error> {
    serde_json::from_value(text.into())
}

#[derive(Subcommand)]
enum Command {
    /// Registers a new member of staff with a one-time code.
    Enrol {
        /// The code that `afterglow bootstrap` prints.
        #[arg(long)]
        code: String,
        /// The name that colleagues and clients see.
        #[arg(long, default_value = "M. Osei")]
        name: String,
        /// The practice's name, for its first member.
        #[arg(long)]
        practice: Option<String>,
    },
    /// Invites a client.
    Invite {
        /// The therapist's label for the invitation.
        label: String,
        /// The purpose: care, handover, supervision.
        #[arg(long = "for", default_value = "care", value_parser = inviting)]
        inviting: Inviting,
    },
    /// Revokes an invitation.
    Revoke {
        /// The link of the invitation.
        link: String,
    },
    /// Prints every client's timeline and safety words.
    Timeline,
    /// Replies to an entry.
    Reply {
        /// The care collection's id.
        care: String,
        /// The entry's id.
        entry: String,
        /// The text of the reply.
        text: String,
    },
    /// Assigns a measure to a client.
    Assign {
        /// The care collection's id.
        care: String,
        /// The instrument's id, such as gad-7.
        instrument: String,
    },
    /// Marks an entry as reviewed.
    Review {
        /// The care collection's id.
        care: String,
        /// The entry's id.
        entry: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(output) => {
            let _ = writeln!(std::io::stdout(), "{output}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let output = json!({ "code": error.code(), "title": error.to_string() });
            let _ = writeln!(std::io::stderr(), "{output}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<Value, Error> {
    let Options { origin, handle, password, command } = options;
    if let Command::Enrol { code, name, practice } = &command {
        let practice = practice.as_deref();
        let new = NewTherapist { handle: &handle, password: &password, name, code, practice };
        let (_, recovery) = Therapist::enrol(&origin, &new, seed()).await?;
        return Ok(json!({ "recovery": recovery }));
    }
    let mut me = Therapist::sign_in(&origin, &handle, &password, seed()).await?;
    match command {
        Command::Enrol { .. } => {}
        Command::Invite { label, inviting } => {
            return Ok(json!({ "link": me.invite_for(&label, inviting).await? }));
        }
        Command::Revoke { link } => {
            let invitation = link.rsplit_once('#').map_or(link.as_str(), |(_, tail)| tail);
            let invitation = invitation.split('.').next().unwrap_or_default();
            me.send(&me.desk.revoke_call(invitation)).await?;
        }
        Command::Timeline => return timeline(&mut me),
        Command::Reply { care, entry, text } => {
            me.reply(&care, &entry, &text, now())?;
            me.sync().await?;
        }
        Command::Assign { care, instrument } => {
            let form = AssignmentForm {
                task: "measure".into(),
                text: String::new(),
                prompt: None,
                set: None,
                instrument: Some(instrument),
                due: None,
                repeat: "once".into(),
                weeks: None,
                more_often: false,
            };
            let changes = me.casebook(&care)?.assign(&care, None, &form, now())?;
            me.write(&changes)?;
            me.sync().await?;
        }
        Command::Review { care, entry } => {
            me.mark(&care, &[entry], true, now())?;
            me.sync().await?;
        }
    }
    Ok(json!({}))
}

fn timeline(me: &mut Therapist) -> Result<Value, Error> {
    let mut clients = Vec::new();
    for client in me.caseload()?.clients {
        let words = me.desk.safety_words(&client.collection)?;
        let timeline = me.timeline(&client.collection)?;
        let shown = json!({
            "care": client.collection, "name": client.name, "key": words.key, "safetyWords": words.words, "timeline": timeline,
        });
        clients.push(shown);
    }
    Ok(json!({ "clients": clients }))
}

/// Randomness from the operating system. Without it, nothing can be sealed.
fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    assert!(getrandom::fill(&mut seed).is_ok(), "the operating system provides no randomness");
    seed
}
