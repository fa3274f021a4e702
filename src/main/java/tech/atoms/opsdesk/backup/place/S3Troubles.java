package tech.atoms.opsdesk.backup.place;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.ProblemException;

/** What a bucket says, or why nothing is heard of it. What it writes of keys is not told on. */
final class S3Troubles {
  private static final int FORBIDDEN = 403;
  private static final int MOVED = 301;
  private static final int MISSING = 404;

  private S3Troubles() {}

  static ProblemException of(Place place, String what, SdkException thrown) {
    if (thrown instanceof AwsServiceException said) {
      AwsErrorDetails details = said.awsErrorDetails();
      String code = details == null || details.errorCode() == null ? "" : details.errorCode();
      return Troubles.at(
          place,
          what,
          "it answers " + said.statusCode() + (code.isEmpty() ? "" : " " + Masking.mask(code)),
          next(said.statusCode(), code),
          null);
    }
    // A person's own words for the end of it are the cause of what the SDK throws.
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException known) {
        return known;
      }
    }
    return Troubles.at(
        place,
        what,
        words(thrown),
        "Look whether it can be reached from here, and at the endpoint in the profile",
        null);
  }

  private static String next(int status, String code) {
    return switch (code) {
      case "NoSuchBucket" -> "Make the bucket, or correct its name in the profile";
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "Correct the region in the profile: the bucket is in another one";
      case "RequestTimeTooSkewed" -> "Set this machine's clock";
      default ->
          switch (status) {
            case FORBIDDEN ->
                "Look at the access key in the profile and its rights: list, read and write";
            case MOVED -> "Correct the region in the profile: the bucket is in another one";
            case MISSING -> "Look at the bucket and the prefix in the profile";
            default -> "Try again later; what is there whole is not sent again";
          };
    };
  }

  /** Of what broke underneath, in words. */
  static String words(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiCallAttemptTimeoutException
          || cause instanceof ApiCallTimeoutException
          || cause instanceof SocketTimeoutException) {
        return "it does not answer in time";
      }
      last = cause;
    }
    return switch (last) {
      case UnknownHostException e -> "there is no host " + e.getMessage();
      case ConnectException _ -> "nobody answers there: connection refused";
      default ->
          Masking.mask(
              last.getMessage() == null
                  ? last.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                  : last.getMessage());
    };
  }
}
