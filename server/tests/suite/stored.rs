//! What the database file holds, and the indexes that the frequent queries use.

use server::bounds;

use crate::people::*;
use crate::world::World;

#[tokio::test]
async fn the_database_file_holds_hashes_where_secrets_were_shown() {
    let world = World::on_sqlite(|_| {}).await;
    let osei = world.founder("m.osei").await;
    let wren = world.client("wren").await;
    let invitation = osei.invite().await;
    wren.accept(invitation).await;
    let shown: Vec<Vec<u8>> = vec![
        wren.refresh_token().as_bytes().to_vec(),
        wren.session.access_token.as_bytes().to_vec(),
        token(&invitation.to_string()).0,
        token("recovery of wren").0,
        wren.password.as_bytes().to_vec(),
    ];
    let folder = world.config.data_dir.clone();
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(holds(&bounds::hash(&token("recovery of wren").0)), "the search finds what is there");
    for secret in shown {
        assert!(!holds(&secret));
    }
    world.end().await;
}

#[derive(diesel::QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[tokio::test]
async fn the_hot_queries_go_by_their_index() {
    use diesel::RunQueryDsl as _;
    let world = World::on_sqlite(|_| {}).await;
    let hot = [
        (
            "SELECT id, revision, seq, blob FROM records WHERE collection = x'00' AND seq > 1 AND seq <= 9 ORDER BY seq LIMIT 5",
            "records_seq",
        ),
        (
            "SELECT revision, seq, hash FROM records WHERE collection = x'00' AND id IN (x'01', x'02')",
            "(collection=? AND id=?)",
        ),
        ("SELECT collection, seq FROM records WHERE deleted AND stored_at < 1 LIMIT 10", "records_deleted"),
        ("SELECT collection FROM collection_members WHERE account = x'00'", "collection_members_account"),
        ("SELECT account, revision, blob FROM checkpoints WHERE collection = x'00' ORDER BY account", "checkpoints"),
        (
            "SELECT start, bytes FROM attachment_parts WHERE collection = x'00' AND attachment = x'01' AND start <= 9 ORDER BY start DESC LIMIT 1",
            "collection=? AND attachment=? AND start<?",
        ),
        (
            "SELECT head, written_bytes FROM collections INNER JOIN collection_members ON collection_members.collection = id \
             INNER JOIN checkpoints ON checkpoints.collection = id \
             WHERE id = x'00' AND collection_members.account = x'01' AND checkpoints.account = x'01'",
            "collection_members",
        ),
        (
            "UPDATE checkpoints SET revision = 2 WHERE collection = x'00' AND account = x'01' AND revision = 1",
            "(collection=? AND account=?)",
        ),
        (
            "SELECT SUM(written_bytes) FROM collection_members \
             INNER JOIN checkpoints ON checkpoints.collection = collection_members.collection \
             WHERE collection_members.account = x'00' AND checkpoints.account = x'00'",
            "collection_members_account",
        ),
        ("DELETE FROM attachments WHERE stored < size AND touched_at < 9", "attachments_unfinished"),
        ("SELECT * FROM audit WHERE chain = x'00' AND at <= 9 ORDER BY at DESC LIMIT 5", "audit_time"),
    ];
    for (query, index) in hot {
        let explain = format!("EXPLAIN QUERY PLAN {query}");
        let steps = world.server.app().db.read(move |conn| match conn {
            server::db::Conn::Sqlite(conn) => Ok(diesel::sql_query(explain).load::<Step>(conn)?),
            server::db::Conn::Postgres(_) => unreachable!("a file"),
        });
        let steps: Vec<String> = steps.await.unwrap().into_iter().map(|step| step.detail).collect();
        assert!(steps.iter().all(|step| step.starts_with("SEARCH")), "{steps:?}");
        assert!(steps[0].contains(index), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("FOR ORDER BY")), "{steps:?}");
    }
    world.end().await;
}
