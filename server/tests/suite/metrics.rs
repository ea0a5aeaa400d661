//! `GET /metrics`.

use protocol::Code;

use crate::people::{Answer, accepted, push, record_id};
use crate::world::World;

#[tokio::test]
async fn what_happened_is_counted_on_an_address_of_its_own_and_names_nobody() {
    let world = World::on_sqlite(|config| config.metrics = Some(([127, 0, 0, 1], 0).into())).await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    assert_eq!(
        wren.push(vec![push(journal, record_id(), 0, "one"), push(journal, record_id(), 0, "two")]).await,
        [accepted(1, 1), accepted(1, 2)]
    );
    wren.pull(journal, 0).await;
    world.http.request("WONDER".parse().unwrap(), world.url(&format!("/{journal}"))).send().await.unwrap();

    let told =
        world.http.get(format!("http://{}/metrics", world.server.metrics_address().unwrap())).send().await.unwrap();
    assert!(told.headers()["content-type"].to_str().unwrap().starts_with("application/openmetrics-text"));
    let text = told.text().await.unwrap();
    let value = |line: &str| {
        text.lines().find_map(|found| found.strip_prefix(line)).unwrap_or_else(|| panic!("{line}: {text}"))
    };
    assert_eq!(value("afterglow_pushes_total{result=\"accepted\"} "), "2");
    assert_eq!(value("afterglow_pulled_records_total "), "2");
    let syncs = "afterglow_request_seconds_count{method=\"POST\",route=\"/v1/sync\",status=\"200\"} ";
    assert_eq!(value(syncs), "2");
    assert_eq!(value("afterglow_request_seconds_count{method=\"other\",route=\"(none)\",status=\"404\"} "), "1");
    assert_eq!(value("afterglow_database_orders_waiting{to=\"write\"} "), "0");
    assert!(text.ends_with("# EOF\n"));
    for secret in ["wren".to_owned(), journal.to_string(), wren.id().to_string(), "127.0.0.1".into()] {
        assert!(!text.contains(&secret), "{secret}");
    }

    // The public address does not serve it.
    let hidden = world.http.get(world.url("/metrics")).header("accept", "*/*").send().await.unwrap();
    assert!(!hidden.text().await.unwrap().contains("afterglow_pushes"));
    world.end().await;
}

#[tokio::test]
async fn without_an_address_nothing_is_told() {
    let world = World::on_sqlite(|_| {}).await;
    assert_eq!(world.server.metrics_address(), None);
    assert_eq!(world.http.get(world.url("/metrics.txt")).send().await.unwrap().refused().await.code, Code::NotFound);
    world.end().await;
}
