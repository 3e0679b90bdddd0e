"""AVR: specification and portability."""
