//! The account: register, sign in, recover, devices, the lock, deleting everything.

use clap::Subcommand;
use mobile_core::{Error, Phone};
use serde_json::json;

use crate::given::Enter;
use crate::input::{own_password, password, prompt, text_or_stdin};
use crate::show;

/// Commands about the account and the lock.
#[derive(Subcommand)]
pub enum Command {
    /// Make an account; prints the recovery code once. Entries written before are kept.
    Register {
        #[command(flatten)]
        enter: Enter,
        /// A therapist's invitation, as most servers ask for one: `join` answers it then.
        #[arg(long, value_name = "LINK")]
        invitation: Option<String>,
    },
    /// Sign in on another phone, or again on this one.
    SignIn(Enter),
    /// Sign in with the recovery code, and set a new password.
    Recover {
        #[command(flatten)]
        enter: Enter,
        /// The fifteen words; asked for if absent.
        #[arg(long, env = "AFTERGLOW_RECOVERY_CODE", hide_env_values = true)]
        code: Option<String>,
    },
    /// Confirm that the recovery code is kept; this phone deletes its copy.
    ConfirmCode {
        /// The fifteen words; from standard input if absent.
        code: Option<String>,
    },
    /// List devices, or sign one out that was sold or given away. For a lost phone use `lost-phone`.
    Devices {
        /// The device to sign out.
        #[arg(long, value_name = "ID")]
        remove: Option<String>,
        /// The account's password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
    },
    /// A phone was lost: exchange password, recovery code and keys, and sign out all other phones; prints the new recovery
    /// code. Without the code every relationship ends, and each therapist invites again.
    LostPhone {
        /// The password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
        /// The new password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_NEW_PASSWORD", hide = true, hide_env_values = true)]
        new_password: Option<String>,
        /// The recovery code that was kept: fifteen words.
        #[arg(long, env = "AFTERGLOW_RECOVERY_CODE", hide_env_values = true)]
        code: Option<String>,
    },
    /// Show the lock, set a PIN or remove it. `--pin` unlocks a locked journal.
    Lock {
        /// The new PIN.
        #[arg(long, value_name = "PIN")]
        set: Option<String>,
        /// Remove the PIN, which is given with `--pin`.
        #[arg(long)]
        remove: bool,
    },
    /// Delete everything on the server and on this phone. Without `--yes`, show what would be lost.
    DeleteEverything {
        /// Confirm.
        #[arg(long)]
        yes: bool,
        /// Only on this phone.
        #[arg(long)]
        this_phone_only: bool,
        /// The password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
    },
}

pub async fn run(phone: &Phone, command: &Command, pin: Option<&str>, json: bool) -> Result<(), Error> {
    match command {
        Command::Register { enter, invitation } => {
            // The link contains the server's address.
            let server = invitation.as_deref().and_then(|link| link.split_once("/join#")).map(|(server, _)| server);
            let server = server.unwrap_or(&enter.server);
            let password = password(enter, true)?;
            let code = phone.account().register_with(server, &enter.handle, &password, invitation.as_deref()).await?;
            show::registered(&enter.handle, &code, json);
        }
        Command::SignIn(enter) => {
            phone.account().sign_in(&enter.server, &enter.handle, &password(enter, false)?).await?;
            show::done(&format!("Signed in as {}. Next: `sync`.", enter.handle), json!({"handle": enter.handle}), json);
        }
        Command::Recover { enter, code } => {
            let code = match code {
                Some(code) => code.clone(),
                None => prompt("Recovery code: ")?,
            };
            phone.account().recover(&enter.server, &enter.handle, &code, &password(enter, true)?).await?;
            show::done(
                "Signed in with the new password. All other devices were signed out.",
                json!({"handle": enter.handle}),
                json,
            );
        }
        Command::ConfirmCode { code } => {
            phone.account().confirm_recovery_code(&text_or_stdin(code.as_deref())?)?;
            show::done("Recovery code confirmed.", json!({"recovery_kept": true}), json);
        }
        Command::Lock { set, remove } => lock(phone, set.as_deref(), *remove, pin, json).await?,
        Command::DeleteEverything { yes: false, .. } => {
            show::view(&phone.erasure().what_would_be_lost()?, json, |loss| vec![format!("{loss:?}"), "--yes".into()]);
        }
        Command::DeleteEverything { this_phone_only: true, .. } => {
            show::view(&phone.erasure().erase_phone()?, json, |erased| vec![format!("{erased:?}")]);
        }
        Command::DeleteEverything { password, .. } => {
            let password = own_password(password.as_deref())?;
            show::view(&phone.erasure().erase_everything(&password).await?, json, |erased| vec![format!("{erased:?}")]);
        }
        Command::LostPhone { password, new_password, code } => {
            let password = own_password(password.as_deref())?;
            let new = new_password.clone().map_or_else(|| prompt("New password: "), Ok)?;
            let code = phone.account().lost_phone(&password, &new, code.as_deref()).await?;
            show::done(&format!("Your new recovery code: {}", *code), json!({"recovery_code": *code}), json);
        }
        Command::Devices { remove, password } => {
            let remove = match remove {
                Some(device) => Some((device.as_str(), own_password(password.as_deref())?)),
                None => None,
            };
            devices(phone, remove, json).await?;
        }
    }
    Ok(())
}

async fn lock(phone: &Phone, set: Option<&str>, remove: bool, pin: Option<&str>, json: bool) -> Result<(), Error> {
    match set {
        Some(new) => phone.app_lock().set_pin(new, pin).await?,
        None if remove => phone.app_lock().remove_pin(pin.ok_or(Error::PinWrong { left: None })?).await?,
        None => {}
    }
    show::view(&phone.app_lock().lock_view()?, json, |view| vec![format!("PIN: {}", view.pin)]);
    Ok(())
}

async fn devices(phone: &Phone, remove: Option<(&str, String)>, json: bool) -> Result<(), Error> {
    if let Some((device, password)) = remove {
        let device = device.parse().map_err(|_| Error::from(protocol::Code::NotFound))?;
        phone.account().remove_device(device, &password).await?;
    }
    let devices = phone.account().devices().await?;
    show::view(&json!({"devices": devices}), json, |_| Vec::new());
    if !json {
        for device in devices {
            println!("{}  {}{}", device.id, device.name, if device.current { " (this one)" } else { "" });
        }
    }
    Ok(())
}
