// For Android Studio. The same sources, versions, manifest and resources as in Maven's build: GradleTest compares them.
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
include(":app")
