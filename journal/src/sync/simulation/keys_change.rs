//! Honest devices and an honest server while keys change: no order of writes, lost replies and new keys raises an alarm.

use super::check_convergence;
use super::hostile::Dice;
use super::world::World;

/// A device syncs. Like the driver, it fetches new keys when it is shown something under them, and syncs again.
fn sync(world: &mut World, dice: &mut Dice, device: usize) {
    let (page, lost, twice) = (1 + dice.below(3), dice.one_in(6), dice.one_in(6));
    let newest = u32::try_from(world.keys.len()).unwrap();
    let care = world.care;
    let World { phones, desk, server, .. } = &mut *world;
    let one = phones.get_mut(device).unwrap_or(desk);
    one.sync_with(server, page, lost, twice);
    if !lost && one.keyring.newest(care).is_ok_and(|(epoch, _)| epoch < newest) {
        world.receive_keys(device);
        let World { phones, desk, server, .. } = &mut *world;
        phones.get_mut(device).unwrap_or(desk).sync(server, page, false);
    }
}

/// Shuts out a phone: from now on the server accepts the next keys only.
fn renew(world: &mut World) {
    world.renew();
    let epoch = u32::try_from(world.keys.len()).unwrap();
    for collection in [world.private, world.care] {
        world.server.collections.entry(collection).or_default().epoch = epoch;
    }
}

fn run_seed(seed: u64) -> Result<(), String> {
    let (mut world, mut dice) = (World::new(), Dice::new(seed));
    for step in 0..40 {
        let (phone, record) = (dice.below(3), dice.below(3));
        match dice.below(12) {
            0..4 => drop(world.append(phone, record)),
            4 => world.share(phone, record, dice.one_in(2)),
            5 if dice.one_in(3) => world.delete(phone, record),
            6 => world.reply(record),
            7 if world.keys.len() < 4 => renew(&mut world),
            _ => {
                let device = dice.below(4);
                sync(&mut world, &mut dice, device);
                let status = world.devices().nth(device).map(|device| device.status()).unwrap_or_default();
                if (status.alarms, status.missing, status.refused) != (0, 0, 0) {
                    return Err(format!("seed {seed}, step {step}, device {device}: {status:?}"));
                }
            }
        }
    }
    world.settle();
    check_convergence(&world).map_err(|error| format!("seed {seed}: {error}"))
}

#[test]
fn an_honest_server_raises_no_alarm_while_keys_change() {
    let found: Vec<String> = (0..500).filter_map(|seed| run_seed(seed).err()).collect();
    assert!(found.is_empty(), "{found:#?}");
}
