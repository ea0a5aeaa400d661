// For Android Studio. The same sources, versions, manifest and resources as Maven builds here: GradleTest compares them.
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
