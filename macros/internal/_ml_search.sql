{% macro _ml_search(space, task) %}
    {#- The search of the ml_model being built as JSON, in the form of assay_training__plans, or none: `space` holds the
        ranges of its parameters. -#}
    {%- set trials = config.get('num_trials') -%}
    {%- do assay._check_ml_amounts(space) -%}
    {%- if not space -%}
        {%- if trials -%}
            {{ assay._refuse_ml(
                "has num_trials and nothing to search: give an option the value assay.hparam_range(low, high)."
            ) }}
        {%- endif -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if not assay.tasks()[task].learns_from_label -%}
        {{ assay._refuse_ml("searches " ~ space.keys() | first ~ ", and without a label no trial is better than another.") }}
    {%- endif -%}
    {%- set methods = {'vizier_default': 'tpe', 'random_search': 'random', 'grid_search': 'grid'} -%}
    {%- set algorithm = config.get('hparam_tuning_algorithm', 'vizier_default') | lower -%}
    {%- if algorithm not in methods -%}
        {{ assay._refuse_ml(
            "has hparam_tuning_algorithm '" ~ algorithm ~ "': it is one of " ~ methods.keys() | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {%- for name, values in space.items() if methods[algorithm] == 'grid' and not values.choices -%}
        {{ assay._refuse_ml("searches " ~ name ~ " in a grid: use assay.hparam_candidates([…]).") }}
    {%- endfor -%}
    {%- set search = {
        'method': methods[algorithm], 'trials': trials, 'seconds': none, 'patience': none, 'space': space,
        'trials_per_round': assay._trials_per_round(),
    } -%}
    {#- What is not declared is left out, so that the fingerprints of other searches stay. -#}
    {%- if config.get('max_amount') is not none -%}
        {%- do search.update({'amount': config.get('max_amount'), 'hour_amount': config.get('compute_hour_amount')}) -%}
    {%- endif -%}
    {{ return(tojson(search, sort_keys=true)) }}
{% endmacro %}
