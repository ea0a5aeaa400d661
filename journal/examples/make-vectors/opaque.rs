//! Vectors of the client's half of OPAQUE, against a server's half.

use journal::seal::Random;
use journal::seal::opaque::{Registration, SignIn};
use journal::vectors::Step;
use opaque_ke::{
    CipherSuite, CredentialRequest, RegistrationRequest, RegistrationUpload, Ristretto255, ServerLogin,
    ServerLoginStartParameters, ServerRegistration, ServerSetup,
};
use protocol::Blob;

use super::{Steps, cut, flip};

struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = opaque_ke::ksf::Identity;
}

pub(super) fn steps() -> Steps {
    let mut random = Random::from_seed([13; 32]);
    let setup = ServerSetup::<Suite>::new(&mut random);
    let (seed, password) = ([14; 32], "a long walk by the sea");
    let mut client = Random::from_seed(seed);
    let (registration, request) = Registration::start(password, &mut client).expect("starts");
    let request = RegistrationRequest::deserialize(request.as_ref()).expect("well formed");
    let answer = ServerRegistration::<Suite>::start(&setup, request, b"wren").expect("answers").message;
    let register_answer: Blob = answer.serialize().to_vec().into();
    let (upload, _) = registration.finish(&register_answer, &mut client).expect("finishes");
    let file =
        ServerRegistration::finish(RegistrationUpload::<Suite>::deserialize(upload.as_ref()).expect("well formed"));

    // A server response matches only one request, so each tried password gets its own.
    let mut sign_in = |password: &str, known: bool| -> Blob {
        let (_, request) = SignIn::start(password, &mut Random::from_seed(seed)).expect("starts");
        let request = CredentialRequest::deserialize(request.as_ref()).expect("well formed");
        let file = known.then(|| file.clone());
        let started =
            ServerLogin::start(&mut random, &setup, file, request, b"wren", ServerLoginStartParameters::default());
        started.expect("answers").message.serialize().to_vec().into()
    };
    let good = sign_in(password, true);
    let wrong = sign_in("a short walk", true);
    let unknown = sign_in(password, false);
    let step =
        |password: &str, answer: Blob| Step::SignIn { seed: seed.to_vec().into(), password: password.into(), answer };
    let register = |answer: Blob| Step::Register { seed: seed.to_vec().into(), password: password.into(), answer };
    vec![
        ("registration", register(register_answer.clone())),
        ("registration with an answer cut short", register(cut(&register_answer, 40))),
        ("sign-in", step(password, good.clone())),
        ("sign-in with the wrong password", step("a short walk", wrong)),
        ("sign-in with an unknown name", step(password, unknown)),
        ("sign-in with a flipped bit in the server's answer", step(password, flip(&good, good.0.len() - 1))),
        ("sign-in with an answer cut short", step(password, cut(&good, 100))),
    ]
}
