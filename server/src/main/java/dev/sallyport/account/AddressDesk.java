package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.limit.Limits;
import org.springframework.stereotype.Component;

/// What the proof of an address needs at hand.
@Component
record AddressDesk(Limits limits, Config config) {}
