package dev.sallyport.base.http;

import dev.sallyport.base.crypto.KeyTrouble;
import dev.sallyport.wire.ErrorCode;
import java.sql.SQLException;
import org.eclipse.jetty.http.HttpException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Which refusal an exception of a library means. What is not listed is a fault of ours.
final class Faults {
    private Faults() {}

    static ErrorCode codeOf(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            ErrorCode code = one(cause);
            if (code != ErrorCode.INTERNAL) {
                return code;
            }
        }
        return ErrorCode.INTERNAL;
    }

    private static ErrorCode one(Throwable fault) {
        return switch (fault) {
            case Refused refused -> refused.code();
            case ErrorResponse response -> byStatus(response.getStatusCode().value());
            case HttpException http -> byStatus(http.getCode());
            case RequestRejectedException rejected -> ErrorCode.BAD_REQUEST;
            case org.springframework.http.converter.HttpMessageNotReadableException unreadable -> ErrorCode.BAD_REQUEST;
            // No id is no id of anything.
            case MethodArgumentTypeMismatchException mismatch
            when mismatch.getParameter().hasParameterAnnotation(PathVariable.class) -> ErrorCode.NOT_FOUND;
            case org.springframework.beans.TypeMismatchException mismatch -> ErrorCode.BAD_REQUEST;
            case DataAccessResourceFailureException down -> ErrorCode.UNAVAILABLE;
            case TransientDataAccessException passing -> ErrorCode.UNAVAILABLE;
            case TransactionException noTransaction -> ErrorCode.UNAVAILABLE;
            case KeyTrouble keys -> ErrorCode.UNAVAILABLE;
            case SQLException sql when isOutage(String.valueOf(sql.getSQLState())) -> ErrorCode.UNAVAILABLE;
            default -> ErrorCode.INTERNAL;
        };
    }

    /// No connection, no resources, the server is stopping, it has become a read-only one, a right was taken
    /// from us, or a row was locked for too long.
    private static boolean isOutage(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.equals("25006")
                || state.equals("42501")
                || state.equals("55P03");
    }

    static ErrorCode byStatus(int status) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.status() == status) {
                return code;
            }
        }
        return status >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
    }
}
