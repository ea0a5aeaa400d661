//! Tokens: used while they last, refreshed once for all who wait.

use protocol::account::{Refresh, Session};
use protocol::{Code, Problem};
use reqwest::Method;
use serde::de::DeserializeOwned;

use super::wire::{Body, Call};
use crate::store::account::{self, Account, Tokens};
use crate::{Error, Phone, View};

/// An access token is not begun to be used in its last seconds: the call takes time as well.
const MARGIN_MS: i64 = 20_000;

impl Tokens {
    /// The tokens of a session that has just begun.
    pub(crate) fn of(session: &Session, now_ms: i64) -> Self {
        Self {
            refresh: session.refresh_token.clone(),
            access: Some(session.access_token.clone()),
            access_until: now_ms + i64::from(session.expires_in) * 1_000,
        }
    }
}

impl Phone {
    /// A call of the signed-in account that may be repeated.
    pub(crate) async fn call<A: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: impl Body + Copy,
    ) -> Result<A, Error> {
        let mut account = self.fresh_account().await?;
        for last in [false, true] {
            let token = account.tokens.access.clone().ok_or(Error::SignedOut)?;
            let call = Call { origin: &account.server, method: method.clone(), path, token: Some(&token) };
            match self.wire.repeatable(&call, body).await {
                // Over on the server's clock before it was on ours: clocks decide nothing, the server does.
                Err(Error::Problem(Problem { code: Code::Unauthenticated, .. })) if !last => {
                    account = self.refresh(&account.tokens).await?;
                }
                other => return other,
            }
        }
        Err(Error::SignedOut)
    }

    /// Ends something on the server that may have ended before.
    pub(crate) async fn end(&self, path: &str) -> Result<(), Error> {
        let account = self.fresh_account().await?;
        let token = account.tokens.access.clone().unwrap_or_default();
        let call = Call { method: Method::DELETE, ..Call::get(&account.server, path).signed_in(&token) };
        match self.wire.tell(&call, ()).await {
            Ok(()) | Err(Error::Problem(Problem { code: Code::NotFound, .. })) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The account with an access token that lasts.
    pub(crate) async fn fresh_account(&self) -> Result<Account, Error> {
        let account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        match &account.tokens.access {
            Some(_) if account.tokens.access_until - MARGIN_MS > self.clock.now().unix_ms => Ok(account),
            _ => self.refresh(&account.tokens).await,
        }
    }

    /// Gets new tokens in place of `old`. Of several callers one asks the server, and the others take over what it got:
    /// a refresh token is good for one use. Only a repeat of the same call, whose answer was lost, is answered again.
    async fn refresh(&self, old: &Tokens) -> Result<Account, Error> {
        let _one = self.refreshing.lock().await;
        let mut account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        // Not by the access token: two of one second may be equal.
        if account.tokens.refresh.is_some() && account.tokens.refresh != old.refresh {
            return Ok(account);
        }
        let refresh_token = Some(account.tokens.refresh.clone().ok_or(Error::SignedOut)?);
        let call = Call::post(&account.server, "/v1/sessions/refresh");
        match self.wire.repeatable::<Session>(&call, &Refresh { refresh_token }).await {
            Ok(session) => {
                account.tokens = Tokens::of(&session, self.clock.now().unix_ms);
                self.store.write(|connection| account::put_tokens(connection, &account.tokens))?;
                Ok(account)
            }
            Err(Error::Problem(Problem { code: Code::Unauthenticated | Code::RefreshReused, .. })) => {
                self.store.write(|connection| account::put_tokens(connection, &Tokens::default()))?;
                self.changed(View::Account);
                Err(Error::SignedOut)
            }
            Err(error) => Err(error),
        }
    }
}
