//! Registration in two messages: of a client, or of a therapist or owner with an enrolment code. It creates the
//! account, its private collection and its manifest.

use protocol::account::{EnrolmentUse, InvitationUse, RegistrationFinish, RegistrationStart, RegistrationStarted};
use protocol::handle::{lookalikes, new_handle};
use protocol::{Code, PracticeId, Problem};

use super::sessions::{NewSession, OpenedSession};
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::auth::opaque::Opaque;
use crate::backup;
use crate::bounds;
use crate::care::{collections, invitations};
use crate::codes;
use crate::config::Registration;
use crate::db::accounts::AccountRow;
use crate::db::practice::{MemberRow, PracticeRow};
use crate::db::{self, Tx};
use crate::fault::Result;

/// How long anybody may register after the server was restored from a backup, in milliseconds: the restoration may
/// have lost accounts.
const OPEN_AFTER_RESTORATION: i64 = 30 * 24 * 60 * 60 * 1000;

/// Answers the first message. The response does not reveal whether the name is taken.
pub(crate) async fn start(app: &App, request: RegistrationStart) -> Result<RegistrationStarted> {
    let handle = new_handle(&request.handle)?;
    Ok(RegistrationStarted { message: app.opaque.registration(&handle, &request.message)? })
}

/// Creates the account, its private collection, its membership in a practice and its first device, in one
/// transaction.
pub(crate) async fn finish(app: &App, request: RegistrationFinish) -> Result<OpenedSession> {
    let now = app.clock.now();
    let handle = new_handle(&request.handle)?;
    if request.manifest.version != 1 {
        return Err(Problem::new(Code::Unprocessable).detail("an account's first manifest has version 1").into());
    }
    if request.invitation.is_some() && request.enrolment.is_some() {
        return Err(Problem::new(Code::Unprocessable).detail("only clients register with an invitation").into());
    }
    let session = NewSession::new(app, request.account, &request.device)?;
    let account = AccountRow {
        id: request.account.into(),
        handle,
        opaque: Opaque::password_record(&request.message)?,
        account_by_password: bounds::bytes(request.keys.account_by_password, bounds::KEY, "account_by_password")?,
        account_by_recovery: bounds::bytes(request.keys.account_by_recovery, bounds::KEY, "account_by_recovery")?,
        recovery_hash: bounds::hash(&bounds::bytes_32(&request.recovery.token, "the recovery token")?),
        manifest: bounds::bytes(request.manifest.sealed, bounds::KEY, "the manifest")?,
        manifest_version: 1,
        created_at: now,
    };
    let new_practice = PracticeId::new(now as u64, app.entropy.bytes());
    let (private, enrolment, invitation) = (request.private, request.enrolment, request.invitation);
    let registration = app.config.registration;
    let session = app
        .db
        .write(move |tx| {
            insert_account(tx, &account)?;
            let actor = session.actor();
            if enrolment.is_none() {
                authorise(tx, registration, invitation, now)?;
            }
            collections::create_private(tx, actor, private, now)?;
            if let Some(enrolment) = enrolment {
                join_practice(tx, actor, enrolment, new_practice, now)?;
            }
            audit::record(tx, actor.account, Some(actor), Action::Registered, actor.account, now)?;
            session.sign_in(tx)?;
            Ok(session)
        })
        .await?;
    session.open(app).await
}

fn insert_account(tx: &mut Tx<'_>, account: &AccountRow) -> Result<()> {
    if db::accounts::exists(tx, account.id)? {
        return Err(Code::AlreadyExists.into());
    }
    // An inviter or reader of `rnorgan` would take it for `morgan`.
    for name in lookalikes(&account.handle) {
        if db::accounts::by_handle(tx, &name)?.is_some() {
            return Err(Code::HandleTaken.into());
        }
    }
    db::accounts::insert(tx, account).map_err(|fault| fault.duplicate_as(Code::HandleTaken))
}

/// Checks whether a client may register, and marks the invitation as used for registration. An invitation is always
/// checked if there is one, so that an expired link is reported here.
fn authorise(tx: &mut Tx<'_>, registration: Registration, invitation: Option<InvitationUse>, now: i64) -> Result<()> {
    let anybody = match registration {
        Registration::Closed => return Err(Code::RegistrationClosed.into()),
        Registration::Open => true,
        Registration::Invited => backup::restored_at(tx)?.is_some_and(|at| now < at + OPEN_AFTER_RESTORATION),
    };
    match invitation {
        Some(invitation) => invitations::register_with(tx, invitation.id, &invitation.token, anybody, now),
        None if anybody => Ok(()),
        None => Err(Code::InvitationRequired.into()),
    }
}

fn join_practice(tx: &mut Tx<'_>, actor: Actor, used: EnrolmentUse, new_practice: PracticeId, now: i64) -> Result<()> {
    let name = bounds::name(&used.name, "the member's name")?;
    let code = codes::hash(&used.code);
    let enrolment =
        db::practice::take_enrolment(tx, &code, actor.account.into(), now)?.ok_or(Code::EnrolmentInvalid)?;
    let practice = match enrolment.practice {
        Some(practice) => practice,
        None => {
            let named = bounds::name(used.practice.as_deref().unwrap_or_default(), "the practice's name")?;
            db::practice::insert(tx, &PracticeRow::new(new_practice, named, now))?;
            audit::record(tx, new_practice, Some(actor), Action::PracticeFounded, new_practice, now)?;
            new_practice.into()
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
