"""Schema resolution: verdict, levels, explanation, witness."""
