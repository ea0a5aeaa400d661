// The versions are those of ../pom.xml and ../androidx/pom.xml. Gradle resolves transitive dependencies itself.
plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.plugin.compose")
}

android {
    namespace = "afterglow.android"
    compileSdk = 36
    defaultConfig {
        applicationId = "afterglow.android"
        minSdk = 28
        targetSdk = 35
        versionCode = 1
        versionName = "0.1.0"
        // The server whose invitations the app opens. Only resources.sh supports several servers.
        manifestPlaceholders["joinHost"] = (System.getenv("JOIN_HOSTS") ?: "journal.invalid").split(" ").first()
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "keep-rules.pro")
        }
    }
    // The libraries built by scripts/arm.sh.
    sourceSets["main"].jniLibs.srcDir("../../../target/android")
    sourceSets["main"].kotlin.srcDirs(
        "src/main/kotlin",
        "../screens/src/main/kotlin",
        "../../kotlin/src/main/kotlin",
        "../../kotlin/src/main/generated",
    )
    // The screens' texts. A phone gets those of all languages, because the language can be chosen in the app.
    sourceSets["main"].res.srcDir("../screens/src/main/res")
    bundle { language { enableSplit = false } }
    // The previews of the screens are in debug builds only.
    sourceSets["debug"].kotlin.srcDir("../screens/src/preview/kotlin")
}

kotlin {
    compilerOptions {
        optIn.addAll(
            "androidx.compose.material3.ExperimentalMaterial3Api",
            "androidx.compose.foundation.layout.ExperimentalLayoutApi",
        )
    }
}

dependencies {
    implementation("androidx.compose.ui:ui-android:1.12.1")
    implementation("androidx.compose.foundation:foundation-android:1.12.1")
    implementation("androidx.compose.material:material-icons-core-android:1.7.8")
    implementation("androidx.compose.material3:material3-android:1.4.0")
    implementation("androidx.activity:activity-compose:1.13.0")
    implementation("androidx.core:core-ktx:1.18.0")
    implementation("androidx.lifecycle:lifecycle-runtime-compose-android:2.9.4")
    implementation("androidx.work:work-runtime:2.10.0")
    implementation("com.journeyapps:zxing-android-embedded:4.3.0")
    implementation("com.google.zxing:core:3.5.3")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    debugImplementation("androidx.compose.ui:ui-tooling:1.12.1")
}
