package afterglow.android

import afterglow.JournalException
import android.content.Context
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequest
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import java.util.concurrent.TimeUnit

/** Brings out what was written when the app is not in sight, as soon as there is a network. */
class SyncWorker(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result = try {
        val journal = AfterglowApplication.of(applicationContext).journal()
        if (journal.account()?.signedIn == true) journal.sync()
        Result.success()
    } catch (_: JournalException.Later) {
        Result.retry()
    } catch (_: JournalException) {
        // It does not pass by itself: the app says so when it is opened.
        Result.failure()
    }

    companion object {
        const val NAME = "sync"

        fun soon(context: Context) {
            val request = OneTimeWorkRequest.Builder(SyncWorker::class.java)
                .setConstraints(Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build())
                .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, BACK_OFF_SECONDS, TimeUnit.SECONDS)
                .build()
            WorkManager.getInstance(context).enqueueUniqueWork(NAME, ExistingWorkPolicy.REPLACE, request)
        }

        private const val BACK_OFF_SECONDS = 30L
    }
}
