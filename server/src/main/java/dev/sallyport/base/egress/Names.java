package dev.sallyport.base.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Asks for the addresses of a name: the system's resolver, or that of a test.
@FunctionalInterface
public interface Names {
    List<InetAddress> addresses(String host) throws UnknownHostException;
}
