{% macro _use_case_problems(declaration, path) %}
    {#- One sentence per mistake between the keys of a use case that the schema accepts. -#}
    {%- set problems = assay._relation_name_problems(declaration.entity.relation, path ~ '.entity.relation') -%}
    {%- for dataset in declaration.datasets -%}
        {%- do problems.extend(assay._relation_name_problems(dataset, path ~ '.datasets[' ~ loop.index0 ~ ']')) -%}
    {%- endfor -%}
    {%- set reserved = {
        'policies': ['never', 'always', 'perfect'],
        'metrics': ['label_rate', 'label_mean', 'current_policy_value'],
    } -%}
    {%- set nouns = {'policies': 'policy', 'metrics': 'metric'} -%}
    {%- for group, names in reserved.items() -%}
        {%- set seen = [] -%}
        {%- for item in declaration[group] -%}
            {%- set place = path ~ '.' ~ group ~ '[' ~ loop.index0 ~ '].name: ' ~ assay._shown(item.name) -%}
            {%- if item.name in names or '@' in item.name -%}
                {%- do problems.append(place ~ ' is kept for a built-in ' ~ nouns[group]) -%}
            {%- elif item.name in seen -%}
                {%- do problems.append(place ~ ' is the name of an earlier ' ~ nouns[group]) -%}
            {%- endif -%}
            {%- do seen.append(item.name) -%}
        {%- endfor -%}
    {%- endfor -%}

    {%- set current = declaration.policies | selectattr('current') | map(attribute='name') | list -%}
    {%- if declaration.policies and current | length == 0 -%}
        {%- do problems.append(path ~ ".policies: none has 'current: true'; exactly one must") -%}
    {%- elif current | length > 1 -%}
        {%- do problems.append(
            path ~ '.policies: ' ~ current | join(' and ') ~ " have 'current: true'; exactly one must"
        ) -%}
    {%- endif -%}

    {%- do problems.extend(assay._task_problems(declaration, path)) -%}
    {%- do problems.extend(assay._outcome_problems(declaration, path)) -%}

    {%- set serving = [] -%}
    {%- for learner, traits in assay.learners().items() -%}
        {%- if declaration.task in traits.tasks and learner != 'constant' -%}{%- do serving.append(learner) -%}{%- endif -%}
    {%- endfor -%}
    {%- for learner in declaration.learners or [] -%}
        {%- if learner not in serving -%}
            {%- do problems.append(
                path ~ '.learners[' ~ loop.index0 ~ ']: ' ~ learner ~ ' does not serve the task ' ~ declaration.task
                ~ '; ' ~ (serving | join(', ') or 'no learner') ~ ' can'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key in ['learners', 'segments', 'drivers', 'groups'] -%}
        {%- set seen = [] -%}
        {%- for name in declaration[key] or [] -%}
            {%- if name | lower in seen -%}
                {%- do problems.append(path ~ '.' ~ key ~ '[' ~ loop.index0 ~ ']: ' ~ name ~ ' is named twice') -%}
            {%- endif -%}
            {%- do seen.append(name | lower) -%}
        {%- endfor -%}
    {%- endfor -%}

    {%- set repeated = declaration.features.last_label -%}
    {%- if repeated and declaration.task not in assay.learners().persistence.tasks -%}
        {%- do problems.append(
            path ~ '.features.last_label: needs one label per decision, 0 or 1 or a quantity; the task is '
            ~ declaration.task
        ) -%}
    {%- elif not repeated and 'persistence' in (declaration.learners or []) -%}
        {%- do problems.append(path ~ '.learners: persistence repeats the last known label; declare features.last_label: true') -%}
    {%- endif -%}
    {%- if declaration.features.include and declaration.features.exclude -%}
        {%- do problems.append(path ~ '.features: include and exclude cannot both be declared') -%}
    {%- endif -%}
    {%- do problems.extend(assay._encoding_problems(declaration, path)) -%}
    {%- do problems.extend(assay._tuning_problems(declaration, path)) -%}
    {%- do problems.extend(assay._changeable_problems(declaration, path)) -%}
    {%- set split = declaration.split -%}
    {%- if split.valid + split.test >= 1 -%}
        {%- set total = (split.valid + split.test) | round(6) -%}
        {%- do problems.append(path ~ '.split: valid and test together must be less than 1, not ' ~ total) -%}
    {%- endif -%}
    {%- if split.method == 'column' and split.column is none -%}
        {%- do problems.append(path ~ '.split.column: missing; method column needs it') -%}
    {%- endif -%}
    {%- if declaration.validation.embargo_days and declaration.validation.method != 'time' -%}
        {%- do problems.append(path ~ '.validation.embargo_days: only folds by time have it') -%}
    {%- endif -%}
    {%- set training = declaration.training -%}
    {%- set intervals = [training.every_days, training.every_months] | reject('none') | list | length -%}
    {%- if training.retrain == 'schedule' and intervals != 1 -%}
        {%- do problems.append(path ~ '.training: a schedule needs every_days or every_months') -%}
    {%- elif training.retrain != 'schedule' and intervals -%}
        {%- do problems.append(path ~ '.training: only a schedule has every_days and every_months') -%}
    {%- endif -%}
    {%- set time = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])([ T]\\d{2}:\\d{2}(:\\d{2})?)?' -%}
    {%- if split.as_of is not none and not modules.re.fullmatch(time, split.as_of | string) -%}
        {%- do problems.append(path ~ '.split.as_of: ' ~ assay._shown(split.as_of) ~ ' is not a time like 2025-12-28') -%}
    {%- endif -%}
    {%- set realisation = declaration.realisation -%}
    {%- if realisation.starts_at is not none and not modules.re.fullmatch(time, realisation.starts_at | string) -%}
        {%- do problems.append(
            path ~ '.realisation.starts_at: ' ~ assay._shown(realisation.starts_at) ~ ' is not a time like 2025-12-28'
        ) -%}
    {%- endif -%}
    {%- set metrics = declaration.metrics | map(attribute='name') | list -%}
    {%- if realisation.metric is not none and realisation.metric not in metrics -%}
        {%- do problems.append(
            path ~ '.realisation.metric: ' ~ assay._shown(realisation.metric) ~ ' is not a declared metric'
            ~ assay._did_you_mean(realisation.metric, metrics)
        ) -%}
    {%- endif -%}
    {%- set seen = [] -%}
    {%- for cadence in declaration.timeliness.cadences -%}
        {%- if cadence.name in seen -%}
            {%- do problems.append(
                path ~ '.timeliness.cadences[' ~ loop.index0 ~ '].name: ' ~ assay._shown(cadence.name)
                ~ ' is the name of an earlier cadence'
            ) -%}
        {%- endif -%}
        {%- do seen.append(cadence.name) -%}
    {%- endfor -%}
    {%- set days = {'baseline.from': declaration.baseline.from, 'baseline.until': declaration.baseline.until} -%}
    {%- for metric in declaration.metrics -%}
        {%- do days.update({'metrics[' ~ loop.index0 ~ '].benchmark.date': metric.benchmark.date}) -%}
    {%- endfor -%}
    {%- for place, day in days.items() -%}
        {%- if day is not none and not modules.re.fullmatch('\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])', day | string) -%}
            {%- do problems.append(path ~ '.' ~ place ~ ': ' ~ assay._shown(day) ~ ' is not a day like 2025-12-28') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
