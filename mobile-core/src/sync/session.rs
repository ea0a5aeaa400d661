//! Calls of the signed-in account, and its tokens: refreshed once for all callers that wait.

use protocol::account::{Refresh, Session};
use protocol::{Code, Problem};
use serde::de::DeserializeOwned;

use crate::driver::client::{Body, Call, Download};
use crate::store::account::{self, Account, Tokens};
use crate::{Error, Phone, View};

/// An access token that expires within this time is refreshed first, because the call takes time as well.
const MARGIN_MS: i64 = 20_000;

impl Tokens {
    /// The tokens of a new session.
    pub(crate) fn of(session: &Session, now_ms: i64) -> Self {
        Self {
            refresh: session.refresh_token.clone(),
            access: Some(session.access_token.clone()),
            access_until: now_ms + i64::from(session.expires_in) * 1_000,
        }
    }
}

impl Phone {
    /// `GET` for the signed-in account.
    pub(crate) async fn get<A: DeserializeOwned>(&self, path: &str) -> Result<A, Error> {
        self.call(Call::get, path, ()).await
    }

    /// A `POST` for the signed-in account that is idempotent: it is retried.
    pub(crate) async fn post<A: DeserializeOwned>(&self, path: &str, body: impl Body + Copy) -> Result<A, Error> {
        self.call(Call::post, path, body).await
    }

    /// `PUT` for the signed-in account, which is idempotent.
    pub(crate) async fn put<A: DeserializeOwned>(&self, path: &str, body: impl Body + Copy) -> Result<A, Error> {
        self.call(Call::put, path, body).await
    }

    async fn call<A: DeserializeOwned>(
        &self,
        request: for<'a> fn(&'a str, &'a str) -> Call<'a>,
        path: &str,
        body: impl Body + Copy,
    ) -> Result<A, Error> {
        let mut account = self.fresh_account().await?;
        for last in [false, true] {
            let token = account.tokens.access.clone().ok_or(Error::SignedOut)?;
            match self.http.idempotent(&request(&account.server, path).signed_in(&token), body).await {
                // Expired by the server's clock before it expired by this one: the server decides.
                Err(Error::Problem(Problem { code: Code::Unauthenticated, .. })) if !last => {
                    account = self.refresh(&account.tokens).await?;
                }
                other => return other,
            }
        }
        Err(Error::SignedOut)
    }

    /// A `POST` for the signed-in account that is not idempotent: it is never retried.
    pub(crate) async fn post_once<A: DeserializeOwned>(&self, path: &str, body: impl Body) -> Result<A, Error> {
        let (account, token) = self.account_and_token().await?;
        self.http.once(&Call::post(&account.server, path).signed_in(&token), body).await
    }

    /// The same for a call whose answer has no body.
    pub(crate) async fn once_without_response_body(
        &self,
        request: for<'a> fn(&'a str, &'a str) -> Call<'a>,
        path: &str,
        body: impl Body,
    ) -> Result<(), Error> {
        let (account, token) = self.account_and_token().await?;
        self.http.once_without_response_body(&request(&account.server, path).signed_in(&token), body).await
    }

    /// Deletes a resource on the server. Not an error if it does not exist.
    pub(crate) async fn end(&self, path: &str) -> Result<(), Error> {
        match self.once_without_response_body(Call::delete, path, ()).await {
            Ok(()) | Err(Error::Problem(Problem { code: Code::NotFound, .. })) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn account_and_token(&self) -> Result<(Account, String), Error> {
        let account = self.fresh_account().await?;
        let token = account.tokens.access.clone().unwrap_or_default();
        Ok((account, token))
    }

    /// Downloads something large for the signed-in account, from byte `first` on.
    pub(crate) async fn download(&self, path: &str, first: u64) -> Result<Download, Error> {
        let (account, token) = self.account_and_token().await?;
        self.http.download(&Call::get(&account.server, path).signed_in(&token), first).await
    }

    /// The account with a fresh access token.
    pub(crate) async fn fresh_account(&self) -> Result<Account, Error> {
        let account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        match &account.tokens.access {
            Some(_) if account.tokens.access_until - MARGIN_MS > self.clock.now().unix_ms => Ok(account),
            _ => self.refresh(&account.tokens).await,
        }
    }

    /// Replaces `old` by new tokens. Of several callers one asks the server, and the others use its tokens, because a
    /// refresh token can be used once. The server answers a repeat of the same call, in case its response was lost.
    async fn refresh(&self, old: &Tokens) -> Result<Account, Error> {
        let _one = self.refreshing.lock().await;
        let mut account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        // The access token is not compared: two of the same second may be equal.
        if account.tokens.refresh.is_some() && account.tokens.refresh != old.refresh {
            return Ok(account);
        }
        let refresh_token = Some(account.tokens.refresh.clone().ok_or(Error::SignedOut)?);
        let call = Call::post(&account.server, "/v1/sessions/refresh");
        match self.http.idempotent::<Session>(&call, &Refresh { refresh_token }).await {
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
