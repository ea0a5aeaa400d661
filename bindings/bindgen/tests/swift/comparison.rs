//! Compares the exported items of the core with the declarations in the generated Swift.

use std::collections::BTreeMap;

use uniffi_bindgen::interface::{Argument, ComponentInterface};

use crate::{Declared, camel, declarations, generated, surface};

/// Compares the surface with the generated file.
struct Comparison {
    declared: BTreeMap<(String, String), Declared>,
    compared: usize,
    missing: Vec<String>,
}

impl Comparison {
    fn of(surface: &ComponentInterface, swift: &str) -> Self {
        let mut me = Self { declared: declarations(swift), compared: 0, missing: Vec::new() };
        for record in surface.record_definitions() {
            me.item(record.name(), "", record.docstring(), &[]);
            for field in record.fields() {
                // A `Date` is not named after its unit.
                let name = if field.name() == "unix_ms" { "moment".into() } else { camel(field.name()) };
                me.item(record.name(), &name, field.docstring(), &[]);
            }
        }
        for one in surface.enum_definitions() {
            me.item(one.name(), "", one.docstring(), &[]);
            let error = surface.is_name_used_as_error(one.name());
            for variant in one.variants() {
                let name = if error { variant.name().into() } else { camel(variant.name()) };
                me.item(one.name(), &name, variant.docstring(), &[]);
            }
        }
        for object in surface.object_definitions() {
            let (name, implemented_in_swift) = (object.name(), object.has_callback_interface());
            let protocol = if implemented_in_swift { name.to_owned() } else { format!("{name}Protocol") };
            me.item(&protocol, "", object.docstring(), &[]);
            for new in object.constructors() {
                let wanted = wanted(&new.arguments(), new.is_async(), new.throws());
                me.item(name, &camel(new.name()), new.docstring(), &wanted);
            }
            for method in object.methods() {
                let wanted = wanted(&method.arguments(), method.is_async(), method.throws());
                me.item(&protocol, &camel(method.name()), method.docstring(), &wanted);
                if !implemented_in_swift {
                    me.item(name, &camel(method.name()), method.docstring(), &[]);
                }
            }
        }
        for function in surface.function_definitions() {
            me.missing.push(format!("{}: functions outside of objects are not compared yet", function.name()));
        }
        me
    }

    fn item(&mut self, scope: &str, name: &str, doc: Option<&str>, wanted: &[String]) {
        self.compared += 1;
        let shown = format!("{scope}.{name}");
        let Some(declared) = self.declared.get(&(scope.to_owned(), name.to_owned())) else {
            return self.missing.push(format!("{shown} is not there"));
        };
        for part in wanted.iter().filter(|part| !declared.line.contains(part.as_str())) {
            self.missing.push(format!("{shown} lacks `{part}`: {}", declared.line));
        }
        // Times, which are milliseconds in the core, are a `Date` in Swift.
        let doc = doc.unwrap_or_default().replace("Milliseconds since the Unix epoch", "A moment in time");
        let doc = doc.replace("milliseconds since the Unix epoch", "a moment in time");
        let doc: Vec<&str> = doc.split_whitespace().collect();
        let written: Vec<&str> = declared.doc.split_whitespace().collect();
        if doc.is_empty() {
            self.missing.push(format!("{shown} has no documentation in the core"));
        } else if doc != written {
            self.missing.push(format!("{shown} has other documentation: {}", declared.doc));
        }
    }
}

/// The required parts of a function's line: labels, `async`, `throws`.
fn wanted(arguments: &[&Argument], is_async: bool, throws: bool) -> Vec<String> {
    let labels = arguments.iter().map(|argument| format!("{}: ", camel(argument.name())));
    labels.chain(is_async.then(|| "async".into())).chain(throws.then(|| "throws".into())).collect()
}

#[test]
fn every_item_is_there_with_its_documentation() {
    let compared = Comparison::of(&surface(), &generated()["AfterglowCore.swift"]);
    assert_eq!(compared.missing, [] as [String; 0]);
    assert!(compared.compared > 200, "only {} items: the surface was not read", compared.compared);
}

#[test]
fn an_item_that_is_left_out_or_undocumented_is_noticed() {
    let (surface, swift) = (surface(), &generated()["AfterglowCore.swift"]);
    for (gone, instead, told) in [
        ("func safetyWords(", "func words(", "PhoneCoreProtocol.safetyWords is not there"),
        ("public let sharedWith:", "let sharedWith:", "EntryView.sharedWith is not there"),
        ("case sessionDay", "case day", "Phase.sessionDay is not there"),
        ("public protocol SecretStore:", "protocol SecretStore:", "SecretStore. is not there"),
        ("func sync() async throws", "func sync() throws", "PhoneCoreProtocol.sync lacks `async`"),
        ("Ends this device's session.", "", "PhoneCoreProtocol.signOut has other documentation"),
    ] {
        assert!(swift.contains(gone), "{gone} is not in the file");
        let missing = Comparison::of(&surface, &swift.replace(gone, instead)).missing;
        assert!(missing.iter().any(|line| line.starts_with(told)), "{told}: {missing:?}");
    }
}
