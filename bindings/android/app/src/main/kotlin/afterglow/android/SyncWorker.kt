package afterglow.android

import afterglow.JournalException
import android.content.Context
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequest
import androidx.work.PeriodicWorkRequest
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import java.util.concurrent.TimeUnit

/** Syncs in the background, as soon as there is a network. */
class SyncWorker(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result = try {
        val journal = AfterglowApplication.of(applicationContext).journal()
        if (journal.account()?.signedIn == true) journal.sync()
        Result.success()
    } catch (_: JournalException.Later) {
        Result.retry()
    } catch (_: JournalException) {
        // A permanent error: the app shows it when it is opened.
        Result.failure()
    }

    companion object {
        const val NAME = "sync"

        fun soon(context: Context) {
            val request = OneTimeWorkRequest.Builder(SyncWorker::class.java)
                .setConstraints(Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build())
                .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, BACK_OFF_SECONDS, TimeUnit.SECONDS)
                .build()
            WorkManager.getInstance(context).enqueueUniqueWork(NAME, ExistingWorkPolicy.APPEND_OR_REPLACE, request)
        }

        /** Runs a few times a day, so that replies are already here when the app is opened. */
        fun nowAndThen(context: Context) {
            val request = PeriodicWorkRequest.Builder(SyncWorker::class.java, PERIOD_HOURS, TimeUnit.HOURS)
                .setConstraints(Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build())
                .build()
            WorkManager.getInstance(context).enqueueUniquePeriodicWork(PERIODIC, ExistingPeriodicWorkPolicy.KEEP, request)
        }

        const val PERIODIC = "sync-periodic"
        private const val PERIOD_HOURS = 6L
        private const val BACK_OFF_SECONDS = 30L
    }
}
