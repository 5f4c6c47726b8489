package dev.sallyport.wire;

import java.util.List;

/// What `POST /v1/api-requests/uses` answers.
///
/// @param answers one for each use, in their order: `accepted`, or why not, by the words of the check
public record ApiRequestUsesAnswer(List<String> answers) {}
