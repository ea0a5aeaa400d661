// The journal for other Android apps, as an AAR: the layer of bindings/kotlin with the core for phones' processors
// (scripts/arm.sh). scripts/android.sh builds it. The versions are those of ../androidx/pom.xml; GradleTest compares them.
plugins {
    id("com.android.library")
}

android {
    namespace = "afterglow.library"
    compileSdk = 36
    defaultConfig {
        minSdk = 28
        consumerProguardFiles("../app/keep-rules.pro")
    }
    sourceSets["main"].jniLibs.srcDir("../../../target/android")
    sourceSets["main"].kotlin.srcDirs("../../kotlin/src/main/kotlin", "../../kotlin/src/main/generated")
}

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
    implementation("net.java.dev.jna:jna:5.19.1@aar")
}
