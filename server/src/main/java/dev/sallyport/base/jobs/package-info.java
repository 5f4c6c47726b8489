/// Work that survives a restart and is done by one node of many, on db-scheduler.
@NullMarked
package dev.sallyport.base.jobs;

import org.jspecify.annotations.NullMarked;
