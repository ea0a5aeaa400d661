//! A therapist for machines: what tests in other languages need of a desk, one command a call, JSON out.
//!
//! Each call signs in, brings the desk up to date, does one thing and ends; nothing is kept between calls. Passwords
//! stand in the arguments, where other users of the machine can read them: this plays invented people only.

use std::io::Write as _;
use std::process::ExitCode;

use casebook::plan::AssignmentForm;
use clap::{Parser, Subcommand};
use demo::seed::PASSWORD;
use demo::therapist::{Error, NewTherapist, Therapist, now};
use desk::care::Inviting;
use serde_json::{Value, json};

/// Plays a therapist at the portal's own desk.
#[derive(Parser)]
struct Options {
    /// The server's address.
    #[arg(long, default_value = "http://localhost:8087")]
    origin: String,
    /// The sign-in name.
    #[arg(long, default_value = "m.osei")]
    handle: String,
    /// The password.
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
        /// The code, as `afterglow bootstrap` prints it.
        #[arg(long)]
        code: String,
        /// The name as colleagues and clients read it.
        #[arg(long, default_value = "M. Osei")]
        name: String,
        /// The practice's name, for its first member.
        #[arg(long)]
        practice: Option<String>,
    },
    /// Invites a client.
    Invite {
        /// What the therapist calls the invitation.
        label: String,
        /// For what: care, handover, supervision.
        #[arg(long = "for", default_value = "care", value_parser = inviting)]
        inviting: Inviting,
    },
    /// Takes an invitation back.
    Revoke {
        /// Its link.
        link: String,
    },
    /// Every client's journey as the desk shows it, with the safety words.
    Timeline,
    /// Answers an entry.
    Reply {
        /// The care relationship.
        care: String,
        /// The entry.
        entry: String,
        /// The words.
        text: String,
    },
    /// Asks a client to answer a measure.
    Assign {
        /// The care relationship.
        care: String,
        /// The measure: gad-7.
        instrument: String,
    },
    /// Marks an entry as reviewed.
    Review {
        /// The care relationship.
        care: String,
        /// The entry.
        entry: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(said) => {
            let _ = writeln!(std::io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let said = json!({ "code": error.code(), "title": error.to_string() });
            let _ = writeln!(std::io::stderr(), "{said}");
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
            let changes = me.book(&care)?.assign(&care, None, &form, now())?;
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

/// Randomness from the operating system: without it there is nothing that could be sealed.
fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    assert!(getrandom::fill(&mut seed).is_ok(), "the operating system gives no randomness");
    seed
}
