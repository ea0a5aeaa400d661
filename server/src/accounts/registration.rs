//! Registration, in two messages: a client, or a therapist or owner with a practice's code; each with a private collection
//! and the manifest that names it.

use protocol::account::{
    EnrolmentUse, InvitationUse, RegistrationFinish, RegistrationStart, RegistrationStarted, new_handle,
};
use protocol::{Code, PracticeId, Problem};

use super::Actor;
use super::opaque::Opaque;
use super::refresh::{Arrival, Opened};
use crate::app::App;
use crate::audit::{self, Action};
use crate::backup;
use crate::bounds;
use crate::care::{collections, invitations, practice};
use crate::config::Registration;
use crate::db::accounts::AccountRow;
use crate::db::practice::MemberRow;
use crate::db::{self, Tx};
use crate::fault::{Fault, Result, is_duplicate};

/// How long anybody may register after a restoration, in milliseconds: their account may have been lost, and their password
/// with it.
const AFTER_A_RESTORATION: i64 = 30 * 24 * 60 * 60 * 1000;

/// The first message. It does not tell whether the name is taken.
pub async fn start(app: &App, asked: RegistrationStart) -> Result<RegistrationStarted> {
    let handle = new_handle(&asked.handle)?;
    Ok(RegistrationStarted { message: app.opaque.registration(&handle, &asked.message)? })
}

/// The last message: the account, its collection, its place in a practice, and its first device, all or nothing.
pub async fn finish(app: &App, asked: RegistrationFinish) -> Result<Opened> {
    let now = app.clock.now();
    let handle = new_handle(&asked.handle)?;
    if asked.manifest.version != 1 {
        return Err(Problem::new(Code::Unprocessable).detail("an account's first manifest has version 1").into());
    }
    if asked.invitation.is_some() && asked.enrolment.is_some() {
        return Err(Problem::new(Code::Unprocessable).detail("an invitation registers a client").into());
    }
    let arrival = Arrival::new(app, asked.account, &asked.device)?;
    let account = AccountRow {
        id: asked.account.into(),
        handle,
        opaque: Opaque::record(&asked.message)?,
        account_by_password: bounds::bytes(asked.keys.account_by_password, bounds::KEY, "account_by_password")?,
        account_by_recovery: bounds::bytes(asked.keys.account_by_recovery, bounds::KEY, "account_by_recovery")?,
        recovery_hash: bounds::hash(&bounds::thirty_two(&asked.recovery.token, "the recovery token")?),
        manifest: bounds::bytes(asked.manifest.sealed, bounds::KEY, "the manifest")?,
        manifest_version: 1,
        created_at: now,
    };
    let fresh_practice = PracticeId::new(now as u64, app.entropy.bytes());
    let (private, enrolment, invitation) = (asked.private, asked.enrolment, asked.invitation);
    let registration = app.config.registration;
    let arrival = app
        .db
        .write(move |tx| {
            insert(tx, &account)?;
            let actor = arrival.actor();
            if enrolment.is_none() {
                admit(tx, registration, invitation, now)?;
            }
            collections::create_private(tx, actor, private, now)?;
            if let Some(enrolment) = enrolment {
                join(tx, actor, enrolment, fresh_practice, now)?;
            }
            audit::record(tx, actor.account, Some(actor), Action::Registered, actor.account, now)?;
            arrival.sign_in(tx)?;
            Ok(arrival)
        })
        .await?;
    arrival.open(app).await
}

fn insert(tx: &mut Tx<'_>, account: &AccountRow) -> Result<()> {
    if db::accounts::exists(tx, account.id)? {
        return Err(Code::AlreadyExists.into());
    }
    db::accounts::insert(tx, account).map_err(|error| match is_duplicate(&error) {
        true => Code::HandleTaken.into(),
        false => Fault::from(error),
    })
}

/// Whether a client may make an account; uses the invitation up, as far as it registers. An invitation that is shown is looked
/// at in every case, so that somebody whose link is over learns it here.
fn admit(tx: &mut Tx<'_>, registration: Registration, shown: Option<InvitationUse>, now: i64) -> Result<()> {
    let anybody = match registration {
        Registration::Closed => return Err(Code::RegistrationClosed.into()),
        Registration::Open => true,
        Registration::Invited => backup::restored_at(tx)?.is_some_and(|at| now < at + AFTER_A_RESTORATION),
    };
    match shown {
        Some(shown) => invitations::register_with(tx, shown.id, &shown.token, anybody, now),
        None if anybody => Ok(()),
        None => Err(Code::InvitationRequired.into()),
    }
}

fn join(tx: &mut Tx<'_>, actor: Actor, used: EnrolmentUse, fresh: PracticeId, now: i64) -> Result<()> {
    let name = bounds::name(&used.name, "the member's name")?;
    let code = practice::hash_code(&used.code);
    let enrolment =
        db::practice::take_enrolment(tx, &code, actor.account.into(), now)?.ok_or(Code::EnrolmentInvalid)?;
    let practice = match enrolment.practice {
        Some(practice) => practice,
        None => {
            let named = bounds::name(used.practice.as_deref().unwrap_or_default(), "the practice's name")?;
            db::practice::insert(tx, &practice::founded(fresh, named, now))?;
            audit::record(tx, fresh, Some(actor), Action::PracticeFounded, fresh, now)?;
            fresh.into()
        }
    };
    let member = MemberRow {
        account: actor.account.into(),
        practice,
        name,
        therapist: enrolment.therapist,
        owner: enrolment.owner,
        joined_at: now,
    };
    db::practice::insert_member(tx, &member)?;
    audit::record(tx, PracticeId::from(practice), Some(actor), Action::MemberJoined, actor.account, now)
}
