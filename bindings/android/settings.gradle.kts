// For Android Studio. Sources, versions, manifest and resources are the same as in the Maven build; GradleTest compares
// them.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}
dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}
rootProject.name = "afterglow"
include(":app", ":library")
