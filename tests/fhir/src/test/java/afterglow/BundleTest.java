package afterglow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundle of a journey with every kind of record, under HAPI's validator for FHIR R4. */
class BundleTest {
    private static final FhirContext R4 = FhirContext.forR4();
    private static FhirValidator validator;
    private static String bundle;

    @BeforeAll
    static void make() throws Exception {
        var chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(R4),
                new CommonCodeSystemsTerminologyService(R4),
                new InMemoryTerminologyServerValidationSupport(R4),
                new SnapshotGeneratingValidationSupport(R4));
        var instances = new FhirInstanceValidator(chain);
        instances.setNoTerminologyChecks(false);
        validator = R4.newValidator().registerValidatorModule(instances);
        bundle = made(new File("journey.json"));
    }

    /** What the program that `cargo build --all-targets` left makes of a journey. */
    private static String made(File journey) throws IOException, InterruptedException {
        var set = System.getenv("AFTERGLOW_TARGET_DIR");
        var target = Path.of(set == null ? System.getenv("AFTERGLOW_TARGET_DEFAULT") : set);
        var program = new ProcessBuilder(target.resolve("examples/fhir").toString())
                .redirectInput(journey)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var text = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, program.waitFor());
        return text;
    }

    private static List<SingleValidationMessage> wrong(String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(one -> one.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .toList();
    }

    @Test
    void theBundleIsValid() {
        var wrong = wrong(bundle);
        var lines = wrong.stream().map(one -> one.getLocationString() + ": " + one.getMessage()).toList();
        assertTrue(wrong.isEmpty(), String.join("\n", lines));
    }

    @Test
    void aBundleThatIsNotIsFoundOut() {
        assertFalse(wrong(bundle.replaceFirst("\"status\": \"final\"", "\"status\": \"finished\"")).isEmpty());
        assertFalse(wrong(bundle.replaceFirst("\"valueQuantity\"", "\"valueTotal\"")).isEmpty());
    }

    /**
     * What US Core's Screening Assessment profile requires of every observation. Its package is not in a registry that
     * this build uses, so its rules are repeated here.
     */
    @Test
    void everyResultOfAMeasureIsAScreeningAssessment() {
        var all = R4.newJsonParser().parseResource(Bundle.class, bundle).getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .filter(one -> one.getDerivedFromFirstRep().getResource() instanceof QuestionnaireResponse)
                .toList();
        assertFalse(all.isEmpty());
        for (var one : all) {
            assertTrue(one.getCategory().stream().flatMap(category -> category.getCoding().stream()).anyMatch(coding ->
                    coding.getCode().equals("survey")
                            && coding.getSystem().equals("http://terminology.hl7.org/CodeSystem/observation-category")));
            assertTrue(one.hasStatus() && one.hasCode() && one.hasSubject() && one.hasPerformer() && one.hasEffective());
            assertTrue(one.hasValueQuantity() && one.getValueQuantity().hasValue() && one.getValueQuantity().hasCode());
        }
    }
}
